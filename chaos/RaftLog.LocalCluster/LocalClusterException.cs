namespace RaftLog.LocalCluster;

/// <summary>The local cluster cannot do what it was asked; the message says what is in the way and what to do about it.</summary>
public sealed class LocalClusterException : Exception
{
    /// <summary>Creates the exception with the message that the user reads.</summary>
    public LocalClusterException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception without a text.</summary>
    public LocalClusterException()
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    public LocalClusterException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
