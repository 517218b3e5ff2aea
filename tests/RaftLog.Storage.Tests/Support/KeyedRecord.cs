using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>A record as tests write and find it; a null value is a tombstone.</summary>
/// <param name="Offset">Its offset; whatever while it is not in a log.</param>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
/// <param name="TimestampMs">The timestamp.</param>
internal sealed record KeyedRecord(Offset Offset, string? Key, string? Value, long TimestampMs);
