using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>A signpost into a segment.</summary>
/// <param name="Index">The index of the frame at <paramref name="Position"/>.</param>
/// <param name="Offset">The base offset of that frame.</param>
/// <param name="Position">Where it begins in the file.</param>
/// <param name="MaxTimestampBefore">The largest timestamp of all records of the segment before that frame.</param>
internal readonly record struct IndexEntry(LogIndex Index, Offset Offset, long Position, long MaxTimestampBefore);
