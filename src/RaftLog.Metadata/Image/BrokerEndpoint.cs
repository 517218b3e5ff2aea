namespace RaftLog.Metadata;

/// <summary>A host and port as advertised to others, not as bound.</summary>
/// <param name="Host">A name or address that the other side can reach.</param>
/// <param name="Port">The TCP port.</param>
public readonly record struct BrokerEndpoint(string Host, int Port)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Port}";
}
