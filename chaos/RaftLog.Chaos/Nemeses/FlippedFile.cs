namespace RaftLog.Chaos;

/// <summary>The kinds of files that a broker keeps. The names in scenario files are these in kebab case.</summary>
internal enum FlippedFile
{
    /// <summary>A sealed segment.</summary>
    Segment,

    /// <summary>A segment that compaction has written.</summary>
    CleanedSegment,

    /// <summary>The index of a segment.</summary>
    Index,

    /// <summary>Whose replica it is.</summary>
    Manifest,

    /// <summary>The state of the idempotent producers.</summary>
    ProducerSnapshot,

    /// <summary>What is kept of the beginning of a log that was dropped.</summary>
    LogCheckpoint,

    /// <summary>What a clean stop notes of a log.</summary>
    CleanStop,

    /// <summary>Whether the last run ended by a clean stop.</summary>
    Run,

    /// <summary>Terms and votes.</summary>
    HardState,

    /// <summary>Whom the data directory belongs to.</summary>
    Identity,

    /// <summary>A snapshot of the metadata.</summary>
    MetadataSnapshot,
}
