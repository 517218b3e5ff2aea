using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>The answer to a search by time.</summary>
/// <param name="Timestamp">The timestamp of the record found, in milliseconds since 1970 UTC.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="Term">The term of its entry.</param>
public readonly record struct TimestampOffset(long Timestamp, Offset Offset, Term Term);
