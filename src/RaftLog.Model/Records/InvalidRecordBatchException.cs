namespace RaftLog.Model;

/// <summary>Thrown when the records of a batch cannot be read; <see cref="Problem"/> says why.</summary>
public sealed class InvalidRecordBatchException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="message">What was found and what was expected.</param>
    /// <param name="innerException">The failure underneath, if there was one.</param>
    public InvalidRecordBatchException(RecordBatchProblem problem, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Problem = problem;
    }

    /// <summary>What is wrong with the batch.</summary>
    public RecordBatchProblem Problem { get; }
}
