using RaftLog.Broker.Compaction;
using RaftLog.Broker.Transactions;

namespace RaftLog.Broker;

/// <summary>The settings of the Kafka front end.</summary>
public sealed class BrokerOptions
{
    /// <summary>What bounds a client's connection.</summary>
    public KafkaListenerOptions Listener { get; set; } = new();

    /// <summary>What bounds consumer groups.</summary>
    public GroupCoordinatorOptions Groups { get; set; } = new();

    /// <summary>How partitions are told the end of transactions.</summary>
    public TransactionCoordinatorOptions Transactions { get; set; } = new();

    /// <summary>How leadership comes back to the preferred replicas.</summary>
    public LeaderBalanceOptions LeaderBalance { get; set; } = new();

    /// <summary>How the files that nobody reads are checked.</summary>
    public ScrubOptions Scrub { get; set; } = new();

    /// <summary>When and how fast logs are compacted.</summary>
    public CompactionLoopOptions Compaction { get; set; } = new();

    /// <summary>
    /// The most record bytes in one fetch response (<c>fetch.max.bytes</c>), whatever the client asks for; a single larger batch passes alone.
    /// Bounds what one slow consumer holds in memory. Default 16 MiB.
    /// </summary>
    public int FetchMaxBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// How many fetch sessions are kept (<c>max.incremental.fetch.session.cache.slots</c>, KIP-227); 0 for none. Clients that get none are served by
    /// full requests. Default 1000.
    /// </summary>
    public int FetchSessionSlots { get; set; } = 1000;

    /// <summary>
    /// How many bytes a second consumers may read from files, all together, while this broker is written to, besides four times what is written; 0 (the
    /// default) for no limit. What is in memory does not count.
    /// </summary>
    public long CatchUpBytesPerSecond { get; set; }

    /// <summary>The longest that a fetch waits for data, whatever the client asks for. Default 1 min.</summary>
    public TimeSpan FetchMaxWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long CreateTopics waits for the leaders of the new partitions, within the request's own timeout, so that a client can use the topic
    /// at once. Running out is no error. Default 5 s.
    /// </summary>
    public TimeSpan NewTopicLeaderWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest that a produce request waits for commitment, whatever the client asks for. Default 2 min.</summary>
    public TimeSpan ProduceMaxWait { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The time between two looks at the age and the size of the logs here (<c>log.retention.check.interval.ms</c>): how late records expire, and
    /// how late the files of deleted ones go. Default 5 min.
    /// </summary>
    public TimeSpan RetentionCheckInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a replica that could not be opened, or whose disk failed, waits before it is tried again; twice as long after each further failure, up to
    /// sixteen times. Default 5 s.
    /// </summary>
    public TimeSpan ReplicaRetryPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many replicas are opened or created at the same time. Default 4.</summary>
    public int ReplicaThreads { get; set; } = 4;

    /// <summary>Throws when a value is out of range; the message names it and what is accepted.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        Listener.Validate();
        Groups.Validate();
        Transactions.Validate();
        LeaderBalance.Validate();
        Scrub.Validate();
        OptionCheck.Require(ReplicaRetryPause > TimeSpan.Zero, nameof(ReplicaRetryPause), "more than 0");
        OptionCheck.Require(ReplicaThreads > 0, nameof(ReplicaThreads), "more than 0");
        Compaction.Validate();
        OptionCheck.Require(FetchMaxBytes >= 1024, nameof(FetchMaxBytes), "at least 1024");
        OptionCheck.Require(FetchSessionSlots >= 0, nameof(FetchSessionSlots), "0 or more");
        OptionCheck.Require(CatchUpBytesPerSecond >= 0, nameof(CatchUpBytesPerSecond), "0 (no limit) or more");
        OptionCheck.Require(FetchMaxWait >= TimeSpan.Zero, nameof(FetchMaxWait), "0 or more");
        OptionCheck.Require(NewTopicLeaderWait >= TimeSpan.Zero, nameof(NewTopicLeaderWait), "0 or more");
        OptionCheck.Require(RetentionCheckInterval > TimeSpan.Zero, nameof(RetentionCheckInterval), "more than 0");
        OptionCheck.Require(ProduceMaxWait > TimeSpan.Zero, nameof(ProduceMaxWait), "more than 0");
    }
}
