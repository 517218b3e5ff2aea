using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// The one place that says which entries of a log's beginning may go although some replica might still ask for them: none that a member of
/// the group was not known to have. The leader finds out and tells the others with the log start, so that whoever leads next still has what a
/// follower lacks.
/// </summary>
internal static class PrefixGuard
{
    /// <summary>The last index that every member of the leader's present configuration has on stable storage.</summary>
    public static LogIndex HeldByAll(RaftCore leader)
    {
        var progress = new List<ProgressSnapshot>();
        leader.CopyProgress(progress);
        return progress.Count == 0 ? LogIndex.Zero : progress.Min(member => member.Match);
    }

    /// <summary>The last index that a replica may drop.</summary>
    /// <param name="applied">What it has applied, and so knows to be committed.</param>
    /// <param name="heldByAll">What the group's leaders have said, in committed commands, that every member had.</param>
    public static LogIndex LastDroppable(LogIndex applied, LogIndex heldByAll) => heldByAll < applied ? heldByAll : applied;
}
