using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// What a group drives: a partition replica, or (as <see cref="ICommandStateMachine"/>) the metadata of the cluster. Every call comes on the
/// thread of the group's shard, one at a time and in log order; it must not block, and must not await anything of the same group.
/// </summary>
public interface IGroupStateMachine
{
    /// <summary>
    /// The commit index moved. None of the numbers ever goes back while the replica is open.
    /// </summary>
    /// <param name="commitIndex">The last committed index (inclusive).</param>
    /// <param name="highWatermark">The offset after the last committed record (exclusive): readers may see everything below it.</param>
    /// <param name="lastStableOffset">The end of what is decided besides (exclusive): no transaction is open below it. At most the high watermark.</param>
    void Committed(LogIndex commitIndex, Offset highWatermark, Offset lastStableOffset);

    /// <summary>
    /// The role, the term or the known leader changed. <see cref="GroupRole.Leader"/> is reported only when the no-op of the term is committed
    /// (and, for commands, everything up to it applied); the loss of leadership is reported at once.
    /// </summary>
    /// <param name="role">The role of this replica.</param>
    /// <param name="term">The current term.</param>
    /// <param name="leader">The leader of that term, or <see cref="ReplicaId.None"/> while none is known.</param>
    void RoleChanged(GroupRole role, Term term, ReplicaId leader);

    /// <summary>The log of this replica failed and takes no part any more until it is opened again. Called at most once, as the last call of that opening.</summary>
    /// <param name="reason">The failed write, flush or read.</param>
    void WentOffline(Exception reason);

    /// <summary>The group's committed configuration is another one now; also told once after the start.</summary>
    void MembersChanged(GroupConfiguration committed)
    {
    }
}
