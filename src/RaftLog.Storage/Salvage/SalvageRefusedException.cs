namespace RaftLog.Storage;

/// <summary>A replica cannot be salvaged, or must not be; the message says why and what to do instead.</summary>
public sealed class SalvageRefusedException : Exception
{
    /// <summary>Creates the exception without a text.</summary>
    public SalvageRefusedException()
    {
    }

    /// <summary>Creates the exception with a text for the operator.</summary>
    public SalvageRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a text for the operator and its cause.</summary>
    public SalvageRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
