using RaftLog.Consensus;
using RaftLog.Model;
using CoreTransferStatus = RaftLog.Consensus.TransferStatus;

namespace RaftLog.Replication;

/// <summary>A transfer of leadership on its way; ends when this replica leads no longer, or the core has given it up.</summary>
internal sealed class TransferCall(BrokerId? to, bool onlyIfCaughtUp) : GroupCall
{
    // What a follower of a busy group may lack at any moment; it gets it within the round that hands over.
    private const long MaxLagInEntries = 128;

    private readonly TaskCompletionSource<LeadershipTransferStatus> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<LeadershipTransferStatus> Completion => _completion.Task;

    public bool IsCompleted => _completion.Task.IsCompleted;

    public override void Execute(RaftGroup group)
    {
        if (group.Core.Role != RaftRole.Leader)
        {
            _completion.TrySetResult(LeadershipTransferStatus.NotLeader);
            return;
        }

        BrokerId target = to ?? BestTarget(group);
        if (target == BrokerId.None || (onlyIfCaughtUp && !HasCaughtUp(group, target)))
        {
            _completion.TrySetResult(LeadershipTransferStatus.Failed);
            return;
        }

        CoreTransferStatus status = group.Core.TransferLeadership(target);
        if (status is CoreTransferStatus.Started)
        {
            group.Transfers.Add(this);
            return;
        }

        _completion.TrySetResult(status == CoreTransferStatus.NotLeader ? LeadershipTransferStatus.NotLeader : LeadershipTransferStatus.Failed);
    }

    public override void Refuse(bool busy) => _completion.TrySetResult(busy ? LeadershipTransferStatus.Failed : LeadershipTransferStatus.NotLeader);

    /// <summary>Looks whether it has ended.</summary>
    public void Check(RaftCore core)
    {
        if (core.Role != RaftRole.Leader)
        {
            _completion.TrySetResult(LeadershipTransferStatus.Transferred);
        }
        else if (!core.TransferTarget.IsSome)
        {
            _completion.TrySetResult(LeadershipTransferStatus.Failed);
        }
    }

    private static bool HasCaughtUp(RaftGroup group, BrokerId target)
    {
        var progress = new List<ProgressSnapshot>();
        group.Core.CopyProgress(progress);
        return progress.Exists(other => other.Replica.Broker == target
            && other is { IsLearner: false, IsRecentlyActive: true, State: ProgressState.Replicate }
            && group.Core.CommitIndex.Value - other.Match.Value <= MaxLagInEntries);
    }

    // The voter with the most of the log; among equals by group, so that a broker that stops does not hand everything to one other.
    private static BrokerId BestTarget(RaftGroup group)
    {
        var progress = new List<ProgressSnapshot>();
        group.Core.CopyProgress(progress);
        progress.RemoveAll(other => other.Replica.Broker == group.Core.Self.Broker || other.IsLearner || !other.IsRecentlyActive);
        if (progress.Count == 0)
        {
            return BrokerId.None;
        }

        LogIndex best = progress.Max(other => other.Match);
        progress.RemoveAll(other => other.Match < best);
        return progress[(int)(group.Id.Value % progress.Count)].Replica.Broker;
    }
}
