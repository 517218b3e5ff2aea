using RaftLog.Model;

namespace RaftLog.Consensus;

// Handing leadership over on purpose (thesis §3.10).
public sealed partial class RaftCore
{
    private long _transferDeadlineMs = long.MaxValue;

    /// <summary>
    /// Hands leadership to the voter on a broker. Proposals are refused meanwhile; when it takes longer than
    /// <see cref="RaftOptions.TransferTimeoutMs"/> it is given up and this replica leads on. A second call replaces the first.
    /// </summary>
    public TransferStatus TransferLeadership(BrokerId to)
    {
        if (Role != RaftRole.Leader)
        {
            return TransferStatus.NotLeader;
        }

        if (to == Self.Broker)
        {
            return TransferStatus.AlreadyLeader;
        }

        if (FindVoterOf(to) is not { } target)
        {
            return TransferStatus.NotVoter;
        }

        TransferTarget = target.Id;
        _transferDeadlineMs = _nowMs + _options.TransferTimeoutMs;
        _isDirty = true;

        // From now on a successor may lead within the lease; even a transfer that is given up may still come about by a late message.
        _isLeaseVoid = true;
        EndRest();
        HandOverIfCaughtUp(target);
        return TransferStatus.Started;
    }

    private ReplicaProgress? FindVoterOf(BrokerId broker)
    {
        foreach (var progress in _progress.Replicas)
        {
            // Not an outgoing voter: it would have to step down again.
            if (progress.Id.Broker == broker && GroupConfiguration.Find(Configuration.Voters, progress.Id) >= 0)
            {
                return progress;
            }
        }

        return null;
    }

    // Called again with every sign of life of the target, so a lost message is sent anew.
    private void HandOverIfCaughtUp(ReplicaProgress progress)
    {
        if (TransferTarget.IsSome && TransferTarget.Matches(progress.Id) && progress.Match == _outline.LastIndex)
        {
            Send(Message(RaftMessageKind.TimeoutNow, progress.Id));
        }
    }

    private void AbandonTransfer()
    {
        TransferTarget = ReplicaId.None;
        _transferDeadlineMs = long.MaxValue;
        _isDirty = true;
    }

    private void TakeTimeoutNow(in RaftMessage message)
    {
        if (FollowLeader(message.From) && IsPromotable)
        {
            BecomeCandidate(isTransfer: true);
        }
    }
}
