using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>One frame of a segment file as <see cref="SegmentDump"/> saw it.</summary>
/// <param name="Position">Where the frame begins in the file.</param>
/// <param name="Header">Its header; default when that could not be read.</param>
/// <param name="Batch">The head of its record batch; null for other kinds, or when there is none.</param>
/// <param name="Payload">The payload, trailing checksum included; empty when it could not be read.</param>
/// <param name="Problem">What is wrong with it; null when nothing is.</param>
public sealed record DumpedFrame(long Position, FrameHeader Header, RecordBatchHeader? Batch, ReadOnlyMemory<byte> Payload, string? Problem);
