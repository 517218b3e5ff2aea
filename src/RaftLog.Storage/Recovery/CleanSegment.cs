namespace RaftLog.Storage;

/// <summary>What a <see cref="CleanStopFile"/> says of a sealed segment: all that opening it would find out, but its signposts.</summary>
/// <param name="Header">Its header.</param>
/// <param name="Index">The terms that begin in it, its configurations and commands, and its seal.</param>
internal sealed record CleanSegment(SegmentHeader Header, IndexContents Index);
