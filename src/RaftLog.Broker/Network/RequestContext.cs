using RaftLog.Protocol;

namespace RaftLog.Broker.Network;

/// <summary>What a handler knows of a request besides its body.</summary>
/// <param name="Header">The request's header.</param>
/// <param name="Connection">Where it came from.</param>
internal readonly record struct RequestContext(RequestHeader Header, ClientConnection Connection)
{
    public short Version => Header.ApiVersion;

    public string ClientId => Header.ClientId ?? "";

    /// <summary>Ends when the connection does: nobody will read the answer, so long waits should end too.</summary>
    public CancellationToken Aborted => Connection.Closing;
}
