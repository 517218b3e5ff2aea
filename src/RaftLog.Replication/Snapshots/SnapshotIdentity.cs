using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>What tells one thing that is shipped from another. Two that are equal consist of the same bytes, whoever sends them.</summary>
/// <param name="Index">The last entry that it stands for.</param>
/// <param name="Term">The term of that entry.</param>
/// <param name="TotalBytes">Its length.</param>
/// <param name="Crc">Its checksum (<see cref="SnapshotSource.Crc"/>).</param>
internal readonly record struct SnapshotIdentity(LogIndex Index, Term Term, long TotalBytes, uint Crc);
