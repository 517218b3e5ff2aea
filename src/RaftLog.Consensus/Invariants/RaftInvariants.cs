using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>
/// What must hold of one core after every step, whatever happened: its state agrees with itself and follows from the state before. For
/// tests and simulations; costs nothing unless called. What must hold between replicas is <see cref="ClusterInvariants"/>.
/// </summary>
public static class RaftInvariants
{
    /// <summary>Checks a core, against what it was before the step when that is given (not across a restart).</summary>
    /// <returns>What to hand in next time.</returns>
    /// <exception cref="InvariantViolationException">The core is wrong.</exception>
    public static CoreObservation Check(RaftCore core, CoreObservation? previous)
    {
        CheckIndexes(core);
        CheckRole(core);
        var now = CoreObservation.Of(core);
        if (previous is { } before)
        {
            CheckStep(core, before, now);
        }

        return now;
    }

    private static void CheckIndexes(RaftCore core)
    {
        Invariant.Require(core.FirstIndex.Value >= 1);
        Invariant.Require(core.FirstIndex.Previous() <= core.CommitIndex);
        Invariant.Require(core.CommitIndex <= core.LastIndex);
        Invariant.Require(core.PersistedIndex <= core.LastIndex);
        Invariant.Require(core.TermAt(core.LastIndex) is { } lastTerm && lastTerm <= core.Term);
        Invariant.Require(core.TermAt(core.LastIndex.Next()) is null);
        Invariant.Require(core.ConfigurationIndex <= core.LastIndex);
    }

    private static void CheckRole(RaftCore core)
    {
        switch (core.Role)
        {
            case RaftRole.Leader:
                Invariant.Require(core.Leader == core.Self);
                Invariant.Require(core.Vote == core.Self);
                Invariant.Require(core.IsHardStatePersisted);
                CheckProgress(core);

                // Nobody waits for a heartbeat that was put off.
                Invariant.Require(!core.PutsOffHeartbeat || core.IsAtRest);
                break;
            case RaftRole.Candidate:
                Invariant.Require(core.Vote == core.Self);
                Invariant.Require(!core.Leader.IsSome);
                break;
            case RaftRole.PreCandidate:
                Invariant.Require(!core.Leader.IsSome);
                break;
            default:
                Invariant.Require(core.Leader != core.Self);
                Invariant.Require(!core.TransferTarget.IsSome);
                break;
        }
    }

    private static void CheckProgress(RaftCore core)
    {
        var replicas = new List<ProgressSnapshot>(core.Configuration.Voters.Length);
        core.CopyProgress(replicas);
        foreach (var progress in replicas)
        {
            Invariant.Require(progress.Match < progress.Next);
            Invariant.Require(progress.Match <= core.LastIndex);
            Invariant.Require(progress.Next <= core.LastIndex.Next());
            Invariant.Require(core.Configuration.Contains(progress.Replica));
            Invariant.Require(progress.InflightAppends == 0 || progress.State == ProgressState.Replicate);
        }
    }

    private static void CheckStep(RaftCore core, CoreObservation before, CoreObservation now)
    {
        Invariant.Require(now.Term >= before.Term);
        Invariant.Require(now.CommitIndex >= before.CommitIndex);

        // What was dropped comes back only with the leader's log in place of the own one, which is committed further than this one was.
        Invariant.Require(now.FirstIndex >= before.FirstIndex || now.CommitIndex > before.CommitIndex);

        // One vote a term (Raft §5.2).
        Invariant.Require(now.Term > before.Term || now.Vote == before.Vote || !before.Vote.IsSome);

        // What was committed is still there.
        Invariant.Require(core.TermAt(before.CommitIndex) is not { } term || before.CommitTerm is null || term == before.CommitTerm);

        // A leader appends only (Raft figure 3, leader append-only).
        bool stillLeads = before.Role == RaftRole.Leader && now.Role == RaftRole.Leader && before.Term == now.Term;
        Invariant.Require(!stillLeads || now.LastIndex >= before.LastIndex);
        Invariant.Require(!stillLeads || core.TermAt(before.LastIndex) is not { } last || last == before.LastTerm);
    }
}
