namespace RaftLog.Storage.Tests;

/// <summary>A log is not what its twin says it must be.</summary>
internal sealed class ModelDifferenceException : Exception
{
    public ModelDifferenceException()
    {
    }

    public ModelDifferenceException(string message)
        : base(message)
    {
    }

    public ModelDifferenceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
