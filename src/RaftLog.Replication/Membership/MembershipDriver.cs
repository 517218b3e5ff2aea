using Microsoft.Extensions.Logging;
using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// Drives a group that is led here towards the members that are wanted, by the steps of <see cref="MembershipPlan"/>. Looks at the end of a
/// turn of the group; the answers to the heartbeats see to it that there are turns, so it needs no timer, and once the group is as wanted a
/// turn costs it two comparisons. Owned by the shard, but for <see cref="Wanted"/>.
/// </summary>
internal sealed class MembershipDriver(RaftCore core, string name, ILogger logger)
{
    // A learner that lacks no more than this holds the group up for a moment at most when it becomes a voter.
    private const long MaxMissingEntries = 1_000;

    private readonly List<ProgressSnapshot> _progress = [];
    private WantedMembers? _wanted;

    // With these two there was nothing left to do.
    private WantedMembers? _reachedWanted;
    private GroupConfiguration? _reached;

    /// <summary>Who shall belong to the group; null while nobody has said. Any thread may say.</summary>
    public WantedMembers? Wanted
    {
        get => Volatile.Read(ref _wanted);
        set => Volatile.Write(ref _wanted, value);
    }

    /// <summary>Proposes the next step, if there is one and this replica leads.</summary>
    public void Drive()
    {
        if (Wanted is not { } wanted
            || (ReferenceEquals(wanted, _reachedWanted) && ReferenceEquals(core.Configuration, _reached))
            || !core.IsEstablishedLeader
            || (wanted.OnlyInTerm is { } term && term != core.Term)
            || core.ConfigurationIndex > core.CommitIndex)
        {
            return;
        }

        GroupConfiguration current = core.Configuration;
        if (MembershipPlan.IsReached(current, wanted))
        {
            _reachedWanted = wanted;
            _reached = current;
        }
        else if (MembershipPlan.Next(current, wanted, IsCaughtUp) is { } next && core.ProposeConfiguration(next).IsAccepted)
        {
            ReplicationLog.ChangingMembers(logger, name, current, next);
        }
    }

    private bool IsCaughtUp(ReplicaId learner)
    {
        _progress.Clear();
        core.CopyProgress(_progress);
        foreach (ProgressSnapshot progress in _progress)
        {
            if (progress.Replica == learner)
            {
                return progress.State == ProgressState.Replicate
                    && progress.IsRecentlyActive
                    && core.CommitIndex - progress.Match <= MaxMissingEntries;
            }
        }

        return false;
    }
}
