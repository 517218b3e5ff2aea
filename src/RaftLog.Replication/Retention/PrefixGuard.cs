using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// The one place that says which entries of a log's beginning may go although some replica might still ask for them: none that a member lacks
/// which is being sent appends, for it would have to be sent the whole log instead. A member that is away holds up nothing: when it comes back it
/// gets the segments that are left. The leader finds out and tells the others with the log start, so that whoever leads next still has what
/// a follower lacks.
/// </summary>
internal static class PrefixGuard
{
    /// <summary>The last index that the leader and every member that it sends appends to have on stable storage.</summary>
    public static LogIndex HeldByAll(RaftCore leader)
    {
        var progress = new List<ProgressSnapshot>();
        leader.CopyProgress(progress);
        return progress
            .Where(member => member.State == ProgressState.Replicate || member.Replica.Matches(leader.Self))
            .Select(member => member.Match)
            .DefaultIfEmpty(LogIndex.Zero)
            .Min();
    }

    /// <summary>The last index that a replica may drop.</summary>
    /// <param name="applied">What it has applied, and so knows to be committed.</param>
    /// <param name="heldByAll">What the group's leaders have said, in committed commands, that every member had which was sent appends.</param>
    public static LogIndex LastDroppable(LogIndex applied, LogIndex heldByAll) => heldByAll < applied ? heldByAll : applied;
}
