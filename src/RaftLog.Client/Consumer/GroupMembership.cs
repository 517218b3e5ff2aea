using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <summary>
/// Keeps this member in its group (the classic protocol): one loop that joins, sends heartbeats, and joins again when the group
/// rebalances. Changes of the assignment are handed to the consuming caller as <see cref="RebalanceStep"/>s.
/// </summary>
internal sealed partial class GroupMembership : IGroupMembership
{
    private readonly ConsumerOptions _options;
    private readonly ClusterClient _cluster;
    private readonly GroupCoordinator _coordinator;
    private readonly IReadOnlyList<string> _topics;
    private readonly Action _stepReady;
    private readonly Action<RaftLogException> _failed;
    private readonly CancellationTokenSource _stopping = new();
    private readonly AsyncSignal _wake;
    private readonly bool _isEager;
    private Task _loop = Task.CompletedTask;
    private volatile RebalanceStep? _pendingStep;
    private volatile GroupGeneration _generation = GroupGeneration.None;

    // Touched by the loop only.
    private TopicPartition[] _owned = [];
    private bool _isMember;
    private bool _isLeader;
    private Dictionary<string, int> _assignedCounts = [];

    public GroupMembership(
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

        // A group is only as cooperative as the least cooperative way that a member offers (KIP-429).
        _isEager = options.PartitionAssignment.Contains(PartitionAssignment.Range);
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

    /// <summary>Leaves the group, so that the others need not wait for the session to expire. A static member stays (KIP-345).</summary>
    public async Task LeaveAsync()
    {
        GroupGeneration left = _generation;
        _generation = GroupGeneration.None;
        if (_options.GroupInstanceId is not null || left.MemberId.Length == 0)
        {
            return;
        }

        var request = new LeaveGroupRequest { GroupId = _coordinator.GroupId, Members = [new LeaveGroupRequest.Member { MemberId = left.MemberId }] };
        try
        {
            await _coordinator
                .SendAsync<LeaveGroupRequest, LeaveGroupResponse>(request, ConnectionPurpose.General, CancellationToken.None, _options.ConnectTimeout)
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
                if (!_isMember)
                {
                    await JoinAsync().ConfigureAwait(false);
                }
                else
                {
                    await _wake.WaitAsync((long)_options.HeartbeatInterval.TotalMilliseconds).ConfigureAwait(false);
                    await StayAsync().ConfigureAwait(false);
                }

                failures = 0;
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

    /// <summary>A heartbeat; as leader also a look at whether the topics have changed.</summary>
    private async Task StayAsync()
    {
        await HeartbeatAsync().ConfigureAwait(false);
        if (!_isLeader)
        {
            return;
        }

        if (_topics.Any(topic => !_cluster.Metadata.Current.Topics.ContainsKey(topic)) || _cluster.Metadata.IsStale)
        {
            await _cluster.Metadata.TryRefreshAsync(_stopping.Token).ConfigureAwait(false);
        }

        if (_assignedCounts.Any(topic => PartitionCount(topic.Key) != topic.Value))
        {
            Rejoin("a topic has other partitions than before");
        }
    }

    private async Task HeartbeatAsync()
    {
        GroupGeneration generation = _generation;
        var request = new HeartbeatRequest
        {
            GroupId = _coordinator.GroupId,
            GenerationId = generation.GenerationId,
            MemberId = generation.MemberId,
            GroupInstanceId = _options.GroupInstanceId,
        };
        HeartbeatResponse response = await _coordinator
            .SendAsync<HeartbeatRequest, HeartbeatResponse>(request, ConnectionPurpose.General, _stopping.Token, _options.SessionTimeout / 3)
            .ConfigureAwait(false);
        if (response.ErrorCode == ErrorCode.RebalanceInProgress)
        {
            Rejoin("the group rebalances");
            return;
        }

        _coordinator.Check(response.ErrorCode, "A heartbeat");
    }

    /// <summary>Deals with a failure; false when it is for good, and joining again would only repeat it.</summary>
    private async Task<bool> RecoverAsync(RaftLogException exception, int failures)
    {
        switch (exception.ErrorCode)
        {
            case ErrorCode.RebalanceInProgress:
                Rejoin("the group rebalances");
                return true;
            case ErrorCode.UnknownMemberId or ErrorCode.IllegalGeneration:
                Rejoin(exception.Message);
                await LosePlaceAsync(keepMemberId: exception.ErrorCode == ErrorCode.IllegalGeneration).ConfigureAwait(false);
                return true;
            case var error when !error.IsRetriable():
                _generation = GroupGeneration.None;
                _failed(exception);
                return false;
        }

        await _wake.WaitAsync((long)_cluster.Backoff.After(failures).TotalMilliseconds).ConfigureAwait(false);
        if (exception.ErrorCode.NeedsMetadataRefresh())
        {
            await TryRefreshAsync().ConfigureAwait(false);
        }

        return true;
    }

    private async Task TryRefreshAsync()
    {
        try
        {
            await _cluster.Metadata.TryRefreshAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop's condition ends it.
        }
    }

    private void Rejoin(string reason)
    {
        ClientLog.Rejoining(_cluster.Logger, _coordinator.GroupId, reason);
        _isMember = false;
    }

    /// <summary>The group has gone on without this member: whatever it read may be read by others.</summary>
    private async Task LosePlaceAsync(bool keepMemberId)
    {
        _generation = keepMemberId ? _generation with { GenerationId = -1 } : GroupGeneration.None;
        _isMember = false;
        TopicPartition[] lost = [.. _owned.Union(_pendingStep?.Partitions ?? [])];
        _owned = [];
        try
        {
            await HandOverAsync(RebalanceKind.Lose, lost).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop's condition ends it.
        }
    }

    private int PartitionCount(string topic) =>
        _cluster.Metadata.Current.Topics.TryGetValue(topic, out TopicMetadata? metadata) ? metadata.Partitions.Length : 0;
}
