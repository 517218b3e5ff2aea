using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>A transaction cannot be committed any more.</summary>
public sealed class TransactionException : RaftLogException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="errorCode">The error of the protocol that describes it best.</param>
    /// <param name="message">What was wrong and what to do.</param>
    /// <param name="isFatal">Whether the producer has come to its end.</param>
    /// <param name="innerException">The failure underneath, if there was one.</param>
    public TransactionException(ErrorCode errorCode, string message, bool isFatal, Exception? innerException = null)
        : base(errorCode, message, innerException: innerException) => IsFatal = isFatal;

    /// <summary>
    /// Whether the producer can do nothing more and is to be closed: another one with its transactional id has taken over, or the cluster does
    /// not let it go on. Otherwise the transaction is to be aborted, and another one may begin.
    /// </summary>
    public bool IsFatal { get; }
}
