namespace RaftLog.Metadata;

/// <summary>The metadata log or a snapshot of it cannot be read: it is damaged, or a newer program wrote it.</summary>
public sealed class MetadataFormatException : Exception
{
    /// <summary>Creates the exception with what was found.</summary>
    public MetadataFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public MetadataFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception without a text.</summary>
    public MetadataFormatException()
    {
    }
}
