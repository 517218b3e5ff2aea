namespace RaftLog.Storage;

/// <summary>A file was written by a newer version of the program, in a format that this one does not know. It is left alone.</summary>
public sealed class NewerFormatException : IOException
{
    /// <summary>Creates the exception without a text.</summary>
    public NewerFormatException()
    {
    }

    /// <summary>Creates the exception with a text.</summary>
    public NewerFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a text and its cause.</summary>
    public NewerFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
