using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>Settings of a <see cref="Consumer{TKey,TValue}"/>.</summary>
public sealed record ConsumerOptions : ClientOptions
{
    /// <summary>The group whose members share the partitions and whose offsets are stored; null for reading without a group.</summary>
    public string? GroupId { get; init; }

    /// <summary>A name for this member that survives a restart, so that coming back within the session timeout moves nothing (KIP-345).</summary>
    public string? GroupInstanceId { get; init; }

    /// <summary>
    /// How the members come to their partitions. Default classic, which every broker knows; with <see cref="GroupProtocol.Consumer"/> the coordinator divides
    /// them, and <see cref="PartitionAssignment"/>, <see cref="SessionTimeout"/> and <see cref="HeartbeatInterval"/> are the brokers' to decide.
    /// </summary>
    public GroupProtocol GroupProtocol { get; init; } = GroupProtocol.Classic;

    /// <summary>How the coordinator shall divide partitions with <see cref="GroupProtocol.Consumer"/>: uniform or range. Null leaves it to the brokers.</summary>
    public string? ServerAssignor { get; init; }

    /// <summary>
    /// How the group divides partitions, in order of preference; all members need one in common. Default cooperative-sticky. With
    /// <see cref="PartitionAssignment.Range"/> in the list, the group rebalances eagerly.
    /// </summary>
    public IReadOnlyList<PartitionAssignment> PartitionAssignment { get; init; } = [Client.PartitionAssignment.CooperativeSticky];

    /// <summary>Where to begin without a committed offset. Default latest, as every Kafka client does.</summary>
    public AutoOffsetReset AutoOffsetReset { get; init; } = AutoOffsetReset.Latest;

    /// <summary>Whether records of open and of aborted transactions are shown. Default <see cref="IsolationLevel.ReadUncommitted"/>.</summary>
    public IsolationLevel IsolationLevel { get; init; } = IsolationLevel.ReadUncommitted;

    /// <summary>
    /// Whether the offsets of what was consumed are committed by themselves: at <see cref="AutoCommitInterval"/>, before partitions are
    /// given up, and at the end. A record counts as consumed when the next one is asked for. Default true; needs a group.
    /// </summary>
    public bool EnableAutoCommit { get; init; } = true;

    /// <summary>The time between automatic commits. Default 5 s.</summary>
    public TimeSpan AutoCommitInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the group waits for a silent member before it gives its partitions to others. Default 45 s; brokers accept 6 s to 30 min.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>The time between heartbeats; not above a third of the session timeout. Default 3 s.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The longest time between two calls that consume (Kafka's <c>max.poll.interval.ms</c>): how long a rebalance waits for this member
    /// to finish what it has in hand. Default 5 min.
    /// </summary>
    public TimeSpan MaxPollInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The bytes that a broker gathers before it answers a fetch. Default 1: it answers as soon as there is a record.</summary>
    public int FetchMinBytes { get; init; } = 1;

    /// <summary>How long a broker waits for <see cref="FetchMinBytes"/>. Default 500 ms.</summary>
    public TimeSpan FetchMaxWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The bytes of one fetch response, unless its first batch alone is larger. Default 8 MiB.</summary>
    public int FetchMaxBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>The bytes of one partition in one fetch response, unless its first batch alone is larger. Default 1 MiB.</summary>
    public int MaxPartitionFetchBytes { get; init; } = 1024 * 1024;

    /// <summary>The bytes fetched ahead of the reader; at this bound fetching pauses. Default 32 MiB.</summary>
    public int PrefetchBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>The most bytes that one batch may decompress to. Default 64 MiB.</summary>
    public int MaxDecompressedBytes { get; init; } = RecordReader.DefaultMaxDecompressedBytes;

    /// <summary>Whether the checksum of every batch is checked. Default true.</summary>
    public bool CheckCrcs { get; init; } = true;

    /// <summary>Called when partitions were added, before the first record of them is returned. Runs inside the consuming call.</summary>
    public Func<IReadOnlyList<TopicPartition>, ValueTask>? PartitionsAssigned { get; init; }

    /// <summary>Called before partitions are given up, while they can still be committed. Runs inside the consuming call.</summary>
    public Func<IReadOnlyList<TopicPartition>, ValueTask>? PartitionsRevoked { get; init; }

    /// <summary>Called when partitions were lost to others, too late to commit. Runs inside the consuming call.</summary>
    public Func<IReadOnlyList<TopicPartition>, ValueTask>? PartitionsLost { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        OptionChecks.Require(GroupId is null || GroupId.Length > 0, nameof(GroupId), "must not be empty; leave it null to read without a group");
        OptionChecks.Require(GroupInstanceId is null || GroupId is not null, nameof(GroupInstanceId), "needs a GroupId");
        OptionChecks.Require(
            ServerAssignor is null || GroupProtocol == GroupProtocol.Consumer, nameof(ServerAssignor), "needs GroupProtocol = GroupProtocol.Consumer");
        OptionChecks.Require(PartitionAssignment.Count > 0, nameof(PartitionAssignment), "must name at least one way");
        OptionChecks.Positive(AutoCommitInterval, nameof(AutoCommitInterval));
        OptionChecks.Positive(HeartbeatInterval, nameof(HeartbeatInterval));
        OptionChecks.Positive(MaxPollInterval, nameof(MaxPollInterval));
        OptionChecks.NotBelow(SessionTimeout, 3 * HeartbeatInterval, nameof(SessionTimeout), "three times HeartbeatInterval");
        OptionChecks.InRange(FetchMinBytes, 0, FetchMaxBytes, nameof(FetchMinBytes));
        OptionChecks.NotNegative(FetchMaxWait, nameof(FetchMaxWait));
        OptionChecks.NotBelow(RequestTimeout, FetchMaxWait, nameof(RequestTimeout), nameof(FetchMaxWait));
        OptionChecks.InRange(FetchMaxBytes, 1, MaxResponseBytes, nameof(FetchMaxBytes));
        OptionChecks.InRange(MaxPartitionFetchBytes, 1, MaxResponseBytes, nameof(MaxPartitionFetchBytes));
        OptionChecks.InRange(PrefetchBytes, 1, int.MaxValue, nameof(PrefetchBytes));
        OptionChecks.InRange(MaxDecompressedBytes, 1, int.MaxValue, nameof(MaxDecompressedBytes));
    }
}
