using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>One frame of a segment file as <see cref="SegmentDump"/> saw it.</summary>
/// <param name="Position">Where the frame begins in the file.</param>
/// <param name="Header">Its header; default when that could not be read.</param>
/// <param name="Batch">The head of its record batch; null for other kinds, or when there is none.</param>
/// <param name="Payload">The payload, trailing checksum included; empty when it could not be read.</param>
/// <param name="Problem">What is wrong with it; null when nothing is.</param>
public sealed record DumpedFrame(long Position, FrameHeader Header, RecordBatchHeader? Batch, ReadOnlyMemory<byte> Payload, string? Problem)
{
    /// <summary>The last entry that the frame stands for: its own, unless it is a hole that compaction left.</summary>
    public LogIndex LastIndex =>
        Header.Kind == EntryKind.Hole && HoleFrame.TryRead(Payload.Span, Header, out LogIndex last, out _) == FrameProblem.None ? last : Header.Index;
}
