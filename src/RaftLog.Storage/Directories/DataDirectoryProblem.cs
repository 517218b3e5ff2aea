namespace RaftLog.Storage;

/// <summary>Why a data directory cannot be used, as far as whoever starts brokers may want to act on it.</summary>
public enum DataDirectoryProblem
{
    /// <summary>It cannot be created, read or written, or files of it are missing.</summary>
    Unusable,

    /// <summary>It belongs to another cluster or broker.</summary>
    Foreign,

    /// <summary>A newer version wrote it.</summary>
    NewerFormat,

    /// <summary>Another process uses it.</summary>
    Locked,
}
