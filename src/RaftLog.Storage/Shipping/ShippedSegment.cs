using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// A sealed segment as a shipment names it. Two that are equal hold the same frames: what is committed is the same under the same index and
/// term, and what compaction has written has a name of its own.
/// </summary>
/// <param name="Name">The name of the file.</param>
/// <param name="FirstIndex">The index of its first frame.</param>
/// <param name="FirstOffset">The offset of its first record.</param>
/// <param name="LastIndex">The index of its last frame (inclusive).</param>
/// <param name="NextOffset">The offset behind its last record.</param>
/// <param name="LastTerm">The term of its last frame.</param>
/// <param name="Length">The length of the file.</param>
internal readonly record struct ShippedSegment(
    string Name, LogIndex FirstIndex, Offset FirstOffset, LogIndex LastIndex, Offset NextOffset, Term LastTerm, long Length)
{
    /// <summary>Whether the name is one that a segment can have, and so stays within its directory.</summary>
    public bool HasSoundName =>
        Name.EndsWith(SegmentName.LogSuffix, StringComparison.Ordinal)
        && Name[..^SegmentName.LogSuffix.Length].All(c => char.IsAsciiDigit(c) || c == '-');

    public static ShippedSegment Of(LogSegment segment) =>
        new(Path.GetFileName(segment.Path), segment.FirstIndex, segment.FirstOffset, segment.LastIndex, segment.NextOffset, segment.LastTerm, segment.AppendPosition);
}
