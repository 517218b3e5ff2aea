using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>What the header of a cleaned segment says of the entries that it stands for.</summary>
/// <param name="Generation">
/// How often they were written by compaction. Part of the file's name, so that the new file stands beside those it replaces until they are gone; the
/// highest one counts.
/// </param>
/// <param name="LastIndex">The last entry that the segment stands for (inclusive), kept or not.</param>
/// <param name="NextOffset">The offset behind its records.</param>
/// <param name="CleanBelow">
/// Of the records below this offset each is the last one of its key among them, in this segment and all before it. At most <paramref name="NextOffset"/>;
/// less where a pass of compaction ended within the segment.
/// </param>
internal readonly record struct CleanedRange(int Generation, LogIndex LastIndex, Offset NextOffset, Offset CleanBelow);
