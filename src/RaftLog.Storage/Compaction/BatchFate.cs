namespace RaftLog.Storage;

/// <summary>What becomes of a record batch in compaction.</summary>
internal enum BatchFate
{
    /// <summary>It stays as it is, byte for byte.</summary>
    Kept,

    /// <summary>It is replaced by one with fewer records, or with a delete horizon.</summary>
    Rewritten,

    /// <summary>It goes.</summary>
    Dropped,
}
