using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <summary>
/// Keeps this member in a group whose coordinator assigns (KIP-848): gives up and takes on partitions as the answers to its heartbeats say.
/// Giving up comes first and is told at once, since others wait for it.
/// </summary>
internal sealed partial class AssignedMembership : GroupMembership
{
    private const int JoinEpoch = 0;
    private const int LeaveEpoch = -1;
    private const int AwayEpoch = -2;

    // Its own for its whole life; the coordinator knows it by it.
    private readonly string _memberId;

    // Touched by the loop only.
    private int _epoch = JoinEpoch;

    // What the coordinator assigned last, by topic id; differs from what it has while a change is under way.
    private ConsumerGroupHeartbeatResponse.MemberAssignment? _assigned;
    private TimeSpan _interval;

    // Whether the next heartbeat says what this member has, or everything: after a failure nobody knows what arrived.
    private bool _tellsOwned;
    private bool _tellsAll = true;

    public AssignedMembership(
        ConsumerOptions options,
        ClusterClient cluster,
        GroupCoordinator coordinator,
        IReadOnlyList<string> topics,
        Action stepReady,
        Action<RaftLogException> failed)
        : base(options, cluster, coordinator, topics, stepReady, failed)
    {
        _interval = options.HeartbeatInterval;
        Span<byte> random = stackalloc byte[16];
        cluster.Random.NextBytes(random);
        _memberId = new Guid(random).ToString("D");
    }

    protected override TimeSpan HeartbeatInterval => _interval;

    protected override async Task TurnAsync()
    {
        await HeartbeatAsync().ConfigureAwait(false);
        if (!await TakeOverAsync().ConfigureAwait(false))
        {
            await WaitAsync(_interval).ConfigureAwait(false);
        }
    }

    protected override async Task HeartbeatAsync()
    {
        bool tellsAll = _tellsAll || _epoch == JoinEpoch;
        TopicPartition[] owned = Owned;
        var request = new ConsumerGroupHeartbeatRequest
        {
            GroupId = Coordinator.GroupId,
            MemberId = _memberId,
            MemberEpoch = _epoch,
            InstanceId = Options.GroupInstanceId,
            RebalanceTimeoutMs = tellsAll ? (int)Options.MaxPollInterval.TotalMilliseconds : -1,
            SubscribedTopicNames = tellsAll ? [.. Topics] : null,
            ServerAssignor = tellsAll ? Options.ServerAssignor : null,
            OwnedPartitions = tellsAll || _tellsOwned ? ToRequest(owned) : null,
        };
        _tellsAll = true;
        ConsumerGroupHeartbeatResponse response = await Coordinator
            .SendAsync<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(
                request, ConnectionPurpose.General, Stopping, Options.RequestTimeout)
            .ConfigureAwait(false);
        Check(response);
        _tellsAll = false;
        _tellsOwned = false;
        _epoch = response.MemberEpoch;
        Generation = new GroupGeneration(_memberId, _epoch);
        _interval = response.HeartbeatIntervalMs > 0 ? TimeSpan.FromMilliseconds(response.HeartbeatIntervalMs) : _interval;
        _assigned = response.Assignment ?? _assigned;
    }

    protected override async Task TellLeavingAsync(GroupGeneration left)
    {
        if (left == GroupGeneration.None)
        {
            return;
        }

        var request = new ConsumerGroupHeartbeatRequest
        {
            GroupId = Coordinator.GroupId,
            MemberId = _memberId,
            InstanceId = Options.GroupInstanceId,

            // A static member's partitions wait for its next process.
            MemberEpoch = Options.GroupInstanceId is null ? LeaveEpoch : AwayEpoch,
        };
        await Coordinator
            .SendAsync<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(
                request, ConnectionPurpose.General, CancellationToken.None, Options.ConnectTimeout)
            .ConfigureAwait(false);
    }

    protected override async Task<bool> TryRejoinAsync(RaftLogException exception)
    {
        if (exception.ErrorCode is not (ErrorCode.UnknownMemberId or ErrorCode.FencedMemberEpoch))
        {
            return false;
        }

        ClientLog.Rejoining(Cluster.Logger, Coordinator.GroupId, exception.Message);
        await LosePlaceAsync().ConfigureAwait(false);
        return true;
    }

    protected override Task LosePlaceAsync()
    {
        Generation = GroupGeneration.None;
        _epoch = JoinEpoch;
        _assigned = null;
        _tellsAll = true;
        return LoseAllAsync();
    }

    private void Check(ConsumerGroupHeartbeatResponse response)
    {
        if (response.ErrorCode is ErrorCode.UnsupportedAssignor or ErrorCode.UnreleasedInstanceId or ErrorCode.GroupMaxSizeReached or ErrorCode.GroupIdNotFound)
        {
            throw new RaftLogException(
                response.ErrorCode, $"Group {Coordinator.GroupId} did not take this member ({response.ErrorCode.KafkaName()}): {response.ErrorMessage}");
        }

        Coordinator.Check(response.ErrorCode, "A heartbeat");
    }

    private static List<ConsumerGroupHeartbeatRequest.TopicPartitions> ToRequest(IEnumerable<(Guid TopicId, int Partition)> partitions) =>
    [
        .. partitions.GroupBy(partition => partition.TopicId, partition => partition.Partition)
            .Select(topic => new ConsumerGroupHeartbeatRequest.TopicPartitions { TopicId = topic.Key, Partitions = [.. topic] }),
    ];

    private List<ConsumerGroupHeartbeatRequest.TopicPartitions> ToRequest(IEnumerable<TopicPartition> partitions) =>
        ToRequest(partitions.Select(partition => (_topicIds[partition.Topic], partition.Partition)));
}
