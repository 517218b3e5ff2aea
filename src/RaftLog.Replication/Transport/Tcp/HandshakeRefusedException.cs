namespace RaftLog.Replication;

/// <summary>The other side of a connection will not talk to us; says why.</summary>
internal sealed class HandshakeRefusedException(HandshakeVerdict verdict, string reason) : Exception(reason)
{
    public HandshakeVerdict Verdict { get; } = verdict;
}
