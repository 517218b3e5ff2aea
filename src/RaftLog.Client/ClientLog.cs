using Microsoft.Extensions.Logging;
using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>The log messages of the client, events 7000 to 7999.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(EventId = 7000, Level = LogLevel.Debug, Message = "Connecting to {Host}:{Port} failed: {Reason}")]
    public static partial void ConnectFailed(ILogger logger, string host, int port, string reason);

    [LoggerMessage(EventId = 7001, Level = LogLevel.Debug, Message = "No broker answered a metadata request: {Reason}")]
    public static partial void MetadataFailed(ILogger logger, string reason);

    [LoggerMessage(EventId = 7010, Level = LogLevel.Debug, Message = "Producing to {Partition} failed with {Reason}; the batch is tried again.")]
    public static partial void ProduceRetried(ILogger logger, TopicPartition partition, ErrorCode reason);

    [LoggerMessage(EventId = 7011, Level = LogLevel.Warning, Message = "A batch of {Records} records for {Partition} was given up: {Reason}")]
    public static partial void ProduceFailed(ILogger logger, TopicPartition partition, int records, string reason);

    [LoggerMessage(EventId = 7012, Level = LogLevel.Information, Message = "Broker {NodeId} is silent and no longer leads; its requests are sent to the new leaders.")]
    public static partial void SilentLeader(ILogger logger, int nodeId);

    [LoggerMessage(EventId = 7013, Level = LogLevel.Error, Message = "The delivery handler threw; it must not.")]
    public static partial void DeliveryHandlerThrew(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 7020, Level = LogLevel.Information, Message = "Group {Group}: generation {Generation}, {Partitions} partitions assigned to this member.")]
    public static partial void Assigned(ILogger logger, string group, int generation, int partitions);

    [LoggerMessage(EventId = 7021, Level = LogLevel.Information, Message = "Group {Group}: rejoining, because {Reason}.")]
    public static partial void Rejoining(ILogger logger, string group, string reason);

    [LoggerMessage(EventId = 7024, Level = LogLevel.Debug, Message = "Group {Group}: leaving failed, the session will expire: {Reason}")]
    public static partial void LeavingFailed(ILogger logger, string group, string reason);

    [LoggerMessage(EventId = 7022, Level = LogLevel.Debug, Message = "Fetching from broker {NodeId} failed: {Reason}")]
    public static partial void FetchFailed(ILogger logger, int nodeId, string reason);

    [LoggerMessage(EventId = 7023, Level = LogLevel.Warning, Message = "Group {Group}: committing offsets failed: {Reason}")]
    public static partial void CommitFailed(ILogger logger, string group, string reason);
}
