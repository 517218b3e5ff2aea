using Microsoft.Extensions.Logging;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// Every log line of the module: event ids 2000 to 2099 groups, 2200 to 2299 connections, 2300 to 2399 requests between brokers. Highest in
/// use: 2300.
/// </summary>
internal static partial class ReplicationLog
{
    [LoggerMessage(EventId = 2200, Level = LogLevel.Information, Message = "Connected to broker {Peer}, lane {Lane}.")]
    public static partial void PeerConnected(ILogger logger, PeerAddress peer, PeerLane lane);

    [LoggerMessage(EventId = 2201, Level = LogLevel.Information, Message = "The connection to broker {Peer}, lane {Lane}, ended; dialling again.")]
    public static partial void PeerDisconnected(ILogger logger, PeerAddress peer, PeerLane lane);

    [LoggerMessage(EventId = 2202, Level = LogLevel.Debug, Message = "Broker {Peer} cannot be reached, lane {Lane}: {Reason}")]
    public static partial void PeerUnreachable(ILogger logger, PeerAddress peer, PeerLane lane, string reason);

    [LoggerMessage(EventId = 2203, Level = LogLevel.Error, Message = "Broker {Peer} refused this broker ({Verdict}): {Reason}")]
    public static partial void RefusedByPeer(ILogger logger, PeerAddress peer, HandshakeVerdict verdict, string reason);

    [LoggerMessage(EventId = 2204, Level = LogLevel.Error, Message = "Refused a connection from {Remote} ({Verdict}). The other side was told: {Reason}")]
    public static partial void RefusedPeer(ILogger logger, string remote, HandshakeVerdict verdict, string reason);

    [LoggerMessage(EventId = 2205, Level = LogLevel.Error, Message = "Closed the connection from {Remote}, broker {Peer}, and used nothing of its last frame: it sent {Problem}.")]
    public static partial void PeerBrokeProtocol(ILogger logger, string remote, BrokerId peer, string problem);

    [LoggerMessage(EventId = 2206, Level = LogLevel.Debug, Message = "The connection from {Remote}, broker {Peer}, ended: {Reason}")]
    public static partial void InboundEnded(ILogger logger, string remote, BrokerId peer, string reason);

    [LoggerMessage(EventId = 2207, Level = LogLevel.Warning, Message = "Could not take a connection of a peer: {Reason}")]
    public static partial void AcceptFailed(ILogger logger, string reason);

    [LoggerMessage(EventId = 2208, Level = LogLevel.Warning, Message = "Closed a new connection of a peer: {Limit} are open already.")]
    public static partial void TooManyConnections(ILogger logger, int limit);

    [LoggerMessage(EventId = 2300, Level = LogLevel.Error, Message = "The handler of {Kind} failed on a request of broker {Peer}.")]
    public static partial void RpcHandlerFailed(ILogger logger, Exception failure, RpcKind kind, BrokerId peer);
}
