namespace RaftLog.Storage;

/// <summary>
/// A file holds something other than what was written to it, at a place that had been durable. It is reported, never repaired by leaving
/// something out: the replica must be rebuilt from the others.
/// </summary>
public sealed class LogCorruptException : IOException
{
    /// <summary>Creates the exception without a text.</summary>
    public LogCorruptException()
    {
    }

    /// <summary>Creates the exception with a text.</summary>
    public LogCorruptException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a text and its cause.</summary>
    public LogCorruptException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception for damage at a place in a file.</summary>
    public LogCorruptException(string file, long position, string what)
        : base($"{file} is damaged at byte {position}: {what}")
    {
        File = file;
        Position = position;
    }

    /// <summary>The damaged file.</summary>
    public string? File { get; }

    /// <summary>Where the damage begins, in bytes from the start of the file.</summary>
    public long Position { get; }
}
