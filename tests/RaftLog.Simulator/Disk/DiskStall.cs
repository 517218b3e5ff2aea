namespace RaftLog.Simulator.Disk;

/// <summary>
/// What a stalled disk holds up. Files are synchronous, so a broker whose disk stands still is one whose threads for disk work do: the
/// network, the handlers and the timers go on.
/// </summary>
internal enum DiskStall
{
    None,

    /// <summary>The flusher waits; writes go to the operating system's cache, and the shards go on.</summary>
    Flushes,

    /// <summary>Flusher and shards wait.</summary>
    Everything,
}
