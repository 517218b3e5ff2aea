namespace RaftLog.Replication;

/// <summary>Another broker sent what this one cannot accept: the connection to it is dropped, and nothing of the frame is used.</summary>
public sealed class PeerProtocolException : Exception
{
    /// <summary>Creates the exception.</summary>
    public PeerProtocolException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was wrong, and what was expected.</param>
    public PeerProtocolException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was wrong, and what was expected.</param>
    /// <param name="innerException">The cause.</param>
    public PeerProtocolException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
