namespace RaftLog.Client;

/// <summary>What keeps a record from being accepted at once.</summary>
internal enum AppendObstacle
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The topic's partitions are not known.</summary>
    Metadata,

    /// <summary>The buffer is full.</summary>
    Memory,
}
