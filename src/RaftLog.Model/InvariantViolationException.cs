namespace RaftLog.Model;

/// <summary>The process found its own state to be wrong and must stop; a defect of the program, never of its input.</summary>
public sealed class InvariantViolationException : Exception
{
    /// <summary>Creates the exception with the violated condition in <paramref name="message"/>.</summary>
    public InvariantViolationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception without a text.</summary>
    public InvariantViolationException()
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    public InvariantViolationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
