namespace RaftLog.Simulator.Disk;

/// <summary>What a process asks of its disk.</summary>
internal enum DiskOperation
{
    Open,
    Read,
    Write,
    Flush,
    Rename,
    Delete,
}
