namespace RaftLog.Simulator.Disk;

/// <summary>A write as a disk remembers it that will not have done it: what was there before, and what should be.</summary>
internal sealed record DiskWrite(string Path, long Offset, byte[] Before, byte[] After);
