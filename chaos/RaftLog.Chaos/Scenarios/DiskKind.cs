namespace RaftLog.Chaos;

/// <summary>Over which disk the brokers of a scenario run.</summary>
internal enum DiskKind
{
    /// <summary>The shipped program over the machine's files.</summary>
    Real,

    /// <summary>The shipped broker hosted over a file system that loses what was not flushed when the process dies, and that can be told to fail.</summary>
    Losing,
}
