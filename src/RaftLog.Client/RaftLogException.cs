using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>
/// The one exception of this library for what goes wrong between it and the cluster. What the protocol calls retriable was retried before
/// it is thrown, until the time allowed for it ran out.
/// </summary>
public class RaftLogException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="errorCode">The error of the protocol that describes it best.</param>
    /// <param name="message">What was wrong, what was expected and what to do.</param>
    /// <param name="topicPartition">The partition concerned, null when it is none in particular.</param>
    /// <param name="innerException">The failure underneath, if there was one.</param>
    public RaftLogException(
        ErrorCode errorCode,
        string message,
        TopicPartition? topicPartition = null,
        Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorCode = errorCode;
        TopicPartition = topicPartition;
    }

    /// <summary>The error of the protocol.</summary>
    public ErrorCode ErrorCode { get; }

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsRetriable => ErrorCode.IsRetriable();

    /// <summary>The partition concerned, null when it is none in particular; partition -1 stands for the topic as a whole.</summary>
    public TopicPartition? TopicPartition { get; }
}
