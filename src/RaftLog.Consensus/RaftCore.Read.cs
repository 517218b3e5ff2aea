namespace RaftLog.Consensus;

// Linearizable reads without a log entry (thesis §6.4).
public sealed partial class RaftCore
{
    private readonly PendingReads _reads = new();
    private readonly HeartbeatRounds _rounds = new();

    // A transfer of leadership lets voters break the faith that the lease is built on.
    private bool _isLeaseVoid;

    /// <summary>
    /// Asks for an index that a linearizable read has to wait for. Answered in <see cref="Ready.ReadStates"/> when a majority has confirmed
    /// that this replica still leads, all reads of a turn in one round; or, unconfirmed, when leadership is lost. False when this replica
    /// does not lead.
    /// </summary>
    /// <param name="context">Comes back in the answer.</param>
    public bool ReadIndex(long context)
    {
        if (Role != RaftRole.Leader)
        {
            return false;
        }

        _isDirty = true;
        if (IsEstablishedLeader && HoldsLease)
        {
            _readStates.Add(new ReadState(context, _commitIndex, IsConfirmed: true));
        }
        else
        {
            _reads.Add(context);
        }

        return true;
    }

    private bool HoldsLease =>
        _options.LeaseReads
        && !_isLeaseVoid
        && _rounds.ConfirmedSentAtMs is { } sentAtMs
        && _nowMs - sentAtMs < (long)_options.ElectionTimeoutMinMs * _options.LeasePercent / 100;

    private void BeginReadRound()
    {
        // Before the no-op of this term is committed, our commit index may lag behind what earlier leaders have answered for.
        if (!_reads.NeedsRound || !IsEstablishedLeader)
        {
            return;
        }

        _reads.BeginRound(_rounds.Current + 1, _commitIndex);
        BroadcastHeartbeat();
        EndRest();
    }

    private void ConfirmRound()
    {
        long round = _progress.MajorityRound(Configuration);
        _rounds.Confirm(round);
        _reads.Confirm(round, _readStates);
    }
}
