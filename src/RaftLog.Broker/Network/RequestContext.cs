namespace RaftLog.Broker.Network;

/// <summary>What a handler knows of a request besides its body.</summary>
/// <param name="Head">The request's head.</param>
/// <param name="Connection">Where it came from.</param>
internal readonly record struct RequestContext(RequestHead Head, ClientConnection Connection)
{
    public short Version => Head.Version;

    /// <summary>Ends when the connection does: nobody will read the answer, so long waits should end too.</summary>
    public CancellationToken Aborted => Connection.Closing;
}
