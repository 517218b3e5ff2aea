namespace RaftLog.Storage;

/// <summary>A data directory cannot be used; the message says why and what to do. A broker does not start with it.</summary>
public sealed class DataDirectoryException : Exception
{
    /// <summary>Creates the exception without a text.</summary>
    public DataDirectoryException()
    {
    }

    /// <summary>Creates the exception with a text for the operator.</summary>
    public DataDirectoryException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a text for the operator and its cause.</summary>
    public DataDirectoryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Why, in one word.</summary>
    public DataDirectoryProblem Problem { get; init; }
}
