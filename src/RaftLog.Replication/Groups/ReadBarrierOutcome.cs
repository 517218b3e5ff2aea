using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>The result of a read barrier (Raft §8, thesis §6.4).</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Index">What was committed when the barrier was confirmed, and is applied now; zero unless passed.</param>
public readonly record struct ReadBarrierOutcome(ReadBarrierStatus Status, LogIndex Index)
{
    /// <summary>Whether a linearizable read may go ahead.</summary>
    public bool HasPassed => Status == ReadBarrierStatus.Passed;
}
