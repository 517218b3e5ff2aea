namespace RaftLog.Storage;

/// <summary>
/// A log cannot be written any more because a write or a flush failed; the inner exception is the first failure. It stays so until the log
/// is closed and opened again: what the failed operation left on disk is unknown until recovery has looked.
/// </summary>
public sealed class LogOfflineException : IOException
{
    /// <summary>Creates the exception without a text.</summary>
    public LogOfflineException()
    {
    }

    /// <summary>Creates the exception with the reason.</summary>
    public LogOfflineException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the reason and its cause.</summary>
    public LogOfflineException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The file whose write or flush failed.</summary>
    public string? File { get; init; }
}
