namespace RaftLog.Storage.Tests;

/// <summary>What happens to a log in a model test.</summary>
internal enum LogOperationKind
{
    /// <summary>Some entries, written together.</summary>
    Append,

    /// <summary>The flusher runs.</summary>
    Flush,

    /// <summary>Something durable is committed.</summary>
    Commit,

    /// <summary>Entries that are not committed are cut off.</summary>
    Truncate,

    /// <summary>The active segment is sealed.</summary>
    Roll,

    /// <summary>A compaction begins, or goes on by some steps.</summary>
    Compact,

    /// <summary>The beginning is dropped: by an agreed log start, or by a snapshot.</summary>
    Drop,

    /// <summary>Everything goes, as when a snapshot is installed; only for logs that go by snapshots.</summary>
    Reset,

    /// <summary>Sent in whole segments to a replica that has something else; goes on there.</summary>
    Ship,

    /// <summary>The scrubber passes over it.</summary>
    Scrub,

    /// <summary>Closed and opened again by the same process.</summary>
    Close,

    /// <summary>The broker stops in good order.</summary>
    CleanStop,

    /// <summary>The process dies: what it has written stays.</summary>
    Kill,

    /// <summary>The power goes: what was not flushed is lost.</summary>
    LosePower,

    /// <summary>The power goes: of what was not flushed any part is lost.</summary>
    LosePowerTorn,

    /// <summary>Everything is compared with the twin, not only a sample.</summary>
    Compare,
}
