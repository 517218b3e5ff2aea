namespace RaftLog.Simulator.Mutants;

/// <summary>A mutant cannot be tried; the message says which and why.</summary>
internal sealed class MutantException : Exception
{
    public MutantException()
    {
    }

    public MutantException(string message)
        : base(message)
    {
    }

    public MutantException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
