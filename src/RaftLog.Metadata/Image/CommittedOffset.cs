using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>How far a consumer group has come in one partition.</summary>
/// <param name="Offset">The offset of the next record to consume.</param>
/// <param name="LeaderEpoch">The leader epoch of the last consumed record (KIP-320); -1 when the client did not say.</param>
/// <param name="Metadata">The client's own note; empty without one.</param>
/// <param name="CommitTimestampMs">When the controller took the commit, in Unix milliseconds.</param>
public sealed record CommittedOffset(Offset Offset, int LeaderEpoch, string Metadata, long CommitTimestampMs);
