namespace RaftLog.Storage;

/// <summary>The small files of a replica.</summary>
public enum ReplicaFileKind
{
    /// <summary>Says whose replica it is; never changes.</summary>
    Manifest,

    /// <summary>Says where the log begins and what stood before.</summary>
    Checkpoint,

    /// <summary>A cache of what the idempotent producers appended last.</summary>
    ProducerState,
}
