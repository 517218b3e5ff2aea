using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>
/// A follower needs entries that the log does not have any more. The host ships a snapshot to it, unless it is already doing so, and
/// ends with <see cref="RaftCore.ReportSnapshot"/> in every case.
/// </summary>
/// <param name="To">The follower.</param>
/// <param name="Term">The term in which the leader offers.</param>
/// <param name="AtLeast">The snapshot must reach this index to be of use.</param>
public readonly record struct SnapshotOffer(ReplicaId To, Term Term, LogIndex AtLeast);
