using RaftLog.Storage;

namespace RaftLog.Simulator.Checks.Audits;

/// <summary>A frame as it stands in a segment file.</summary>
/// <param name="Header">Its header.</param>
/// <param name="Segment">The segment.</param>
/// <param name="Position">Where in its file it begins.</param>
/// <param name="Bytes">All of it.</param>
internal readonly record struct AuditedFrame(FrameHeader Header, LogSegment Segment, long Position, ReadOnlyMemory<byte> Bytes);
