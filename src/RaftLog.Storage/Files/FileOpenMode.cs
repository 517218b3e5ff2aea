namespace RaftLog.Storage;

/// <summary>How <see cref="IFileSystem.Open"/> treats a file that is, or is not, there.</summary>
public enum FileOpenMode
{
    /// <summary>For reading only; it must exist.</summary>
    Read,

    /// <summary>For reading and writing; it must exist.</summary>
    ReadWrite,

    /// <summary>For reading and writing; created empty when it does not exist.</summary>
    OpenOrCreate,

    /// <summary>For reading and writing; created empty, or emptied when it exists.</summary>
    Truncate,
}
