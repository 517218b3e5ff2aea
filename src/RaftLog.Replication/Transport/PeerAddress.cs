using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>Where the peer listener of another broker is.</summary>
/// <param name="Broker">The broker.</param>
/// <param name="Host">A name or an IP address.</param>
/// <param name="Port">The TCP port.</param>
public readonly record struct PeerAddress(BrokerId Broker, string Host, int Port)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Broker}@{Host}:{Port}";
}
