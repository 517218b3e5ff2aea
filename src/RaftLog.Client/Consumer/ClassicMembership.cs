using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <summary>
/// Keeps this member in its group by the classic protocol: it joins again whenever the group rebalances, and its leader assigns.
/// </summary>
internal sealed partial class ClassicMembership : GroupMembership
{
    private readonly bool _isEager;

    // Touched by the loop only.
    private bool _isMember;
    private bool _isLeader;
    private Dictionary<string, int> _assignedCounts = [];

    public ClassicMembership(
        ConsumerOptions options,
        ClusterClient cluster,
        GroupCoordinator coordinator,
        IReadOnlyList<string> topics,
        Action stepReady,
        Action<RaftLogException> failed)
        : base(options, cluster, coordinator, topics, stepReady, failed)
    {
        // A group is only as cooperative as the least cooperative way that a member offers (KIP-429).
        _isEager = options.PartitionAssignment.Contains(PartitionAssignment.Range);
    }

    protected override TimeSpan HeartbeatInterval => Options.HeartbeatInterval;

    protected override async Task TurnAsync()
    {
        if (!_isMember)
        {
            await JoinAsync().ConfigureAwait(false);
        }
        else
        {
            await WaitAsync(HeartbeatInterval).ConfigureAwait(false);
            await StayAsync().ConfigureAwait(false);
        }
    }

    protected override async Task HeartbeatAsync()
    {
        GroupGeneration generation = Generation;
        var request = new HeartbeatRequest
        {
            GroupId = Coordinator.GroupId,
            GenerationId = generation.GenerationId,
            MemberId = generation.MemberId,
            GroupInstanceId = Options.GroupInstanceId,
        };
        HeartbeatResponse response = await Coordinator
            .SendAsync<HeartbeatRequest, HeartbeatResponse>(request, ConnectionPurpose.General, Stopping, Options.SessionTimeout / 3)
            .ConfigureAwait(false);
        if (response.ErrorCode == ErrorCode.RebalanceInProgress)
        {
            Rejoin("the group rebalances");
            return;
        }

        Coordinator.Check(response.ErrorCode, "A heartbeat");
    }

    // A static member stays (KIP-345).
    protected override async Task TellLeavingAsync(GroupGeneration left)
    {
        if (Options.GroupInstanceId is not null || left.MemberId.Length == 0)
        {
            return;
        }

        var request = new LeaveGroupRequest { GroupId = Coordinator.GroupId, Members = [new LeaveGroupRequest.Member { MemberId = left.MemberId }] };
        await Coordinator
            .SendAsync<LeaveGroupRequest, LeaveGroupResponse>(request, ConnectionPurpose.General, CancellationToken.None, Options.ConnectTimeout)
            .ConfigureAwait(false);
    }

    protected override async Task<bool> TryRejoinAsync(RaftLogException exception)
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
            default:
                return false;
        }
    }

    protected override Task LosePlaceAsync() => LosePlaceAsync(keepMemberId: false);

    /// <summary>A rebalance that the heartbeat tells of comes after the step.</summary>
    protected override async Task KeepSessionAsync()
    {
        bool wasMember = _isMember;
        await base.KeepSessionAsync().ConfigureAwait(false);
        _isMember &= wasMember;
    }

    /// <summary>A heartbeat; as leader also a look at whether the topics have changed.</summary>
    private async Task StayAsync()
    {
        await HeartbeatAsync().ConfigureAwait(false);
        if (!_isLeader)
        {
            return;
        }

        if (Topics.Any(topic => !Cluster.Metadata.Current.Topics.ContainsKey(topic)) || Cluster.Metadata.IsStale)
        {
            await Cluster.Metadata.TryRefreshAsync(Stopping).ConfigureAwait(false);
        }

        if (_assignedCounts.Any(topic => PartitionCount(topic.Key) != topic.Value))
        {
            Rejoin("a topic has other partitions than before");
        }
    }

    private void Rejoin(string reason)
    {
        ClientLog.Rejoining(Cluster.Logger, Coordinator.GroupId, reason);
        _isMember = false;
    }

    private Task LosePlaceAsync(bool keepMemberId)
    {
        Generation = keepMemberId ? Generation with { GenerationId = -1 } : GroupGeneration.None;
        _isMember = false;
        return LoseAllAsync();
    }

    private int PartitionCount(string topic) =>
        Cluster.Metadata.Current.Topics.TryGetValue(topic, out TopicMetadata? metadata) ? metadata.Partitions.Length : 0;
}
