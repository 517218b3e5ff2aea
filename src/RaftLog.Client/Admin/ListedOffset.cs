namespace RaftLog.Client;

/// <summary>An offset that was looked up.</summary>
/// <param name="Offset">The offset; -1 when no record is as young as the time asked for.</param>
/// <param name="TimestampMs">The timestamp of the record there; -1 where it was not asked for by time.</param>
/// <param name="LeaderEpoch">The epoch of the record there; -1 when unknown.</param>
public readonly record struct ListedOffset(long Offset, long TimestampMs, int LeaderEpoch);
