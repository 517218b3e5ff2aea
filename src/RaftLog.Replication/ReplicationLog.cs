using Microsoft.Extensions.Logging;
using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// Every log line of the module: event ids 2000 to 2099 groups, 2200 to 2299 connections, 2300 to 2399 requests between brokers. Highest in
/// use: 2300.
/// </summary>
internal static partial class ReplicationLog
{
    [LoggerMessage(EventId = 2000, Level = LogLevel.Information, Message = "Replica of {Partition} is {Role} in term {Term}; leader {Leader}.")]
    public static partial void RoleChanged(ILogger logger, string partition, GroupRole role, Term term, ReplicaId leader);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Error, Message = "Replica of {Partition} is offline: its log failed. It takes no part until it is opened again.")]
    public static partial void GroupOffline(ILogger logger, Exception reason, string partition);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "Closing the log of {Partition} failed; it is recovered when it is opened again.")]
    public static partial void CloseFailed(ILogger logger, Exception failure, string partition);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Critical, Message = "Shard {Shard} failed on a defect; the process ends.")]
    public static partial void ShardFailed(ILogger logger, Exception failure, int shard);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Information, Message = "Changing the members of {Partition} from {Current} to {Next}.")]
    public static partial void ChangingMembers(ILogger logger, string partition, GroupConfiguration current, GroupConfiguration next);

    [LoggerMessage(EventId = 2005, Level = LogLevel.Warning, Message = "Shard {Shard} did nothing for {LateMs} ms in which it should have: its disk, or the machine, held it up.")]
    public static partial void ShardHeldUp(ILogger logger, int shard, long lateMs);

    [LoggerMessage(EventId = 2010, Level = LogLevel.Information, Message = "Took a snapshot of {Partition} at {Index}, {Bytes} bytes; the log begins at {FirstIndex} now.")]
    public static partial void SnapshotTaken(ILogger logger, string partition, LogIndex index, long bytes, LogIndex firstIndex);

    [LoggerMessage(EventId = 2011, Level = LogLevel.Information, Message = "Shipping the snapshot of {Partition} at {Index} to broker {Peer}, {Bytes} bytes.")]
    public static partial void SnapshotShipping(ILogger logger, string partition, BrokerId peer, LogIndex index, long bytes);

    [LoggerMessage(EventId = 2012, Level = LogLevel.Information, Message = "Shipping the snapshot of {Partition} to broker {Peer} ended; installed: {Installed}.")]
    public static partial void SnapshotShipped(ILogger logger, string partition, BrokerId peer, bool installed);

    [LoggerMessage(EventId = 2013, Level = LogLevel.Information, Message = "Installed the leader's snapshot of {Partition} at {Index}, {Bytes} bytes.")]
    public static partial void SnapshotInstalled(ILogger logger, string partition, LogIndex index, long bytes);

    [LoggerMessage(EventId = 2014, Level = LogLevel.Error, Message = "The snapshot of {Partition} at {Index} from broker {Peer} arrived damaged; asking for it again.")]
    public static partial void SnapshotDamaged(ILogger logger, string partition, BrokerId peer, LogIndex index);

    [LoggerMessage(EventId = 2016, Level = LogLevel.Information, Message = "The log of {Partition} was replaced by the leader's; it holds {FirstIndex} to {LastIndex} now, {Bytes} bytes.")]
    public static partial void LogInstalled(ILogger logger, string partition, LogIndex firstIndex, LogIndex lastIndex, long bytes);

    [LoggerMessage(EventId = 2017, Level = LogLevel.Error, Message = "The log of {Partition} arrived damaged from broker {Peer}, which looks for the cause; everything received of it was removed.")]
    public static partial void ShipmentDamaged(ILogger logger, Exception damage, string partition, BrokerId peer);

    [LoggerMessage(EventId = 2018, Level = LogLevel.Error, Message = "Segments of {Group} are damaged: {Files}. What they held is in the snapshot at {Index}; they are put aside as '.damaged-n' beside the log, and nothing is lost.")]
    public static partial void DamagedSegmentsReplaced(ILogger logger, string group, string files, LogIndex index);

    [LoggerMessage(EventId = 2040, Level = LogLevel.Warning, Message = "The compaction of {Partition} was given up and will be tried again; the log is as it was.")]
    public static partial void CompactionFailed(ILogger logger, Exception failure, string partition);

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

    [LoggerMessage(EventId = 2209, Level = LogLevel.Error, Message = "A connection of a peer failed.")]
    public static partial void InboundFailed(ILogger logger, Exception failure);

    [LoggerMessage(EventId = 2300, Level = LogLevel.Error, Message = "The handler of {Kind} failed on a request of broker {Peer}.")]
    public static partial void RpcHandlerFailed(ILogger logger, Exception failure, RpcKind kind, BrokerId peer);
}
