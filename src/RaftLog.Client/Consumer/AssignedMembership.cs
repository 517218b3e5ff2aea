using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <summary>
/// Keeps this member in a group whose coordinator assigns (KIP-848): one loop that sends heartbeats, and gives up and takes on partitions as their
/// answers say. Giving up comes first and is told at once, since others wait for it.
/// </summary>
internal sealed partial class AssignedMembership : IGroupMembership
{
    private const int JoinEpoch = 0;
    private const int LeaveEpoch = -1;
    private const int AwayEpoch = -2;

    private readonly ConsumerOptions _options;
    private readonly ClusterClient _cluster;
    private readonly GroupCoordinator _coordinator;
    private readonly IReadOnlyList<string> _topics;
    private readonly Action _stepReady;
    private readonly Action<RaftLogException> _failed;
    private readonly CancellationTokenSource _stopping = new();
    private readonly AsyncSignal _wake;

    // Its own for its whole life; the coordinator knows it by it.
    private readonly string _memberId;

    private Task _loop = Task.CompletedTask;
    private volatile RebalanceStep? _pendingStep;
    private volatile GroupGeneration _generation = GroupGeneration.None;

    // Touched by the loop only.
    private int _epoch = JoinEpoch;
    private TopicPartition[] _owned = [];

    // What the coordinator assigned last, by topic id; differs from _owned while a change is under way.
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
    {
        _options = options;
        _cluster = cluster;
        _coordinator = coordinator;
        _topics = topics;
        _stepReady = stepReady;
        _failed = failed;
        _wake = new AsyncSignal(options.TimeProvider);
        _interval = options.HeartbeatInterval;
        Span<byte> random = stackalloc byte[16];
        cluster.Random.NextBytes(random);
        _memberId = new Guid(random).ToString("D");
        foreach (string topic in topics)
        {
            cluster.Metadata.AddTopic(topic);
        }
    }

    public GroupGeneration Generation => _generation;

    public RebalanceStep? PendingStep => _pendingStep;

    public void Start() => _loop = RunAsync();

    public void StepDone(RebalanceStep step)
    {
        // Unless another one has taken its place: a member that loses its place does not wait for the step before.
        Interlocked.CompareExchange(ref _pendingStep, null, step);
        step.SetDone();
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _wake.Set();
        await _loop.ConfigureAwait(false);
    }

    public async Task LeaveAsync()
    {
        GroupGeneration left = _generation;
        _generation = GroupGeneration.None;
        if (left == GroupGeneration.None)
        {
            return;
        }

        var request = new ConsumerGroupHeartbeatRequest
        {
            GroupId = _coordinator.GroupId,
            MemberId = _memberId,
            InstanceId = _options.GroupInstanceId,

            // A static member's partitions wait for its next process.
            MemberEpoch = _options.GroupInstanceId is null ? LeaveEpoch : AwayEpoch,
        };
        try
        {
            await _coordinator
                .SendAsync<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(
                    request, ConnectionPurpose.General, CancellationToken.None, _options.ConnectTimeout)
                .ConfigureAwait(false);
        }
        catch (RaftLogException exception)
        {
            ClientLog.LeavingFailed(_cluster.Logger, _coordinator.GroupId, exception.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _wake.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        int failures = 0;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await HeartbeatAsync().ConfigureAwait(false);
                bool hasNews = await TakeOverAsync().ConfigureAwait(false);
                failures = 0;
                if (!hasNews)
                {
                    await _wake.WaitAsync((long)_interval.TotalMilliseconds).ConfigureAwait(false);
                }
            }
            catch (RaftLogException exception)
            {
                if (!await RecoverAsync(exception, ++failures).ConfigureAwait(false))
                {
                    return;
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task HeartbeatAsync()
    {
        bool tellsAll = _tellsAll || _epoch == JoinEpoch;
        TopicPartition[] owned = _owned;
        var request = new ConsumerGroupHeartbeatRequest
        {
            GroupId = _coordinator.GroupId,
            MemberId = _memberId,
            MemberEpoch = _epoch,
            InstanceId = _options.GroupInstanceId,
            RebalanceTimeoutMs = tellsAll ? (int)_options.MaxPollInterval.TotalMilliseconds : -1,
            SubscribedTopicNames = tellsAll ? [.. _topics] : null,
            ServerAssignor = tellsAll ? _options.ServerAssignor : null,
            OwnedPartitions = tellsAll || _tellsOwned ? ToRequest(owned) : null,
        };
        _tellsAll = true;
        ConsumerGroupHeartbeatResponse response = await _coordinator
            .SendAsync<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(
                request, ConnectionPurpose.General, _stopping.Token, _options.RequestTimeout)
            .ConfigureAwait(false);
        Check(response);
        _tellsAll = false;
        _tellsOwned = false;
        _epoch = response.MemberEpoch;
        _generation = new GroupGeneration(_memberId, _epoch);
        _interval = response.HeartbeatIntervalMs > 0 ? TimeSpan.FromMilliseconds(response.HeartbeatIntervalMs) : _interval;
        _assigned = response.Assignment ?? _assigned;
    }

    private void Check(ConsumerGroupHeartbeatResponse response)
    {
        if (response.ErrorCode is ErrorCode.UnsupportedAssignor or ErrorCode.UnreleasedInstanceId or ErrorCode.GroupMaxSizeReached or ErrorCode.GroupIdNotFound)
        {
            throw new RaftLogException(
                response.ErrorCode, $"Group {_coordinator.GroupId} did not take this member ({response.ErrorCode.KafkaName()}): {response.ErrorMessage}");
        }

        _coordinator.Check(response.ErrorCode, "A heartbeat");
    }

    // Returns false when the failure is for good, and joining again would only repeat it.
    private async Task<bool> RecoverAsync(RaftLogException exception, int failures)
    {
        switch (exception.ErrorCode)
        {
            case ErrorCode.UnknownMemberId or ErrorCode.FencedMemberEpoch:
                ClientLog.Rejoining(_cluster.Logger, _coordinator.GroupId, exception.Message);
                await LosePlaceAsync().ConfigureAwait(false);
                return true;
            case var error when !error.IsRetriable():
                _generation = GroupGeneration.None;
                _failed(exception);
                return false;
        }

        try
        {
            await _wake.WaitAsync((long)_cluster.Backoff.After(failures).TotalMilliseconds).ConfigureAwait(false);
            if (exception.ErrorCode.NeedsMetadataRefresh())
            {
                await _cluster.Metadata.TryRefreshAsync(_stopping.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The loop's condition ends it.
        }

        return true;
    }

    private static List<ConsumerGroupHeartbeatRequest.TopicPartitions> ToRequest(IEnumerable<(Guid TopicId, int Partition)> partitions) =>
    [
        .. partitions.GroupBy(partition => partition.TopicId, partition => partition.Partition)
            .Select(topic => new ConsumerGroupHeartbeatRequest.TopicPartitions { TopicId = topic.Key, Partitions = [.. topic] }),
    ];

    private List<ConsumerGroupHeartbeatRequest.TopicPartitions> ToRequest(IEnumerable<TopicPartition> partitions) =>
        ToRequest(partitions.Select(partition => (_topicIds[partition.Topic], partition.Partition)));
}
