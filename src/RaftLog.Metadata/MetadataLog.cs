using Microsoft.Extensions.Logging;
using RaftLog.Model;
using RaftLog.Replication;

namespace RaftLog.Metadata;

/// <summary>
/// Every log line of the module: event ids 3000 to 3099 image and state machine, 3100 to 3199 controller, 3200 to 3299 calls to it, 3300
/// to 3399 the broker's life. Highest in use: 3308.
/// </summary>
internal static partial class MetadataLog
{
    [LoggerMessage(EventId = 3000, Level = LogLevel.Critical, Message = "Metadata entry {Index} cannot be applied; this broker's metadata stops there.")]
    public static partial void EntryNotApplied(ILogger logger, Exception reason, LogIndex index);

    [LoggerMessage(EventId = 3001, Level = LogLevel.Information, Message = "Took over a metadata snapshot up to {Index}: {Brokers} brokers, {Topics} topics, {Groups} consumer groups.")]
    public static partial void SnapshotRestored(ILogger logger, LogIndex index, int brokers, int topics, int groups);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error, Message = "The log of the metadata group failed on this broker; its metadata stays at {Index} until the log is open again. The other controllers go on.")]
    public static partial void LogFailed(ILogger logger, Exception reason, LogIndex index);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Debug, Message = "Applied metadata entry {Index} with {Count} records.")]
    public static partial void EntryApplied(ILogger logger, LogIndex index, int count);

    [LoggerMessage(EventId = 3100, Level = LogLevel.Information, Message = "This broker is the controller, in term {Term}.")]
    public static partial void BecameController(ILogger logger, int term);

    [LoggerMessage(EventId = 3101, Level = LogLevel.Information, Message = "This broker is no longer the controller.")]
    public static partial void NoLongerController(ILogger logger);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Warning, Message = "A metadata entry for {Requests} requests was not committed: {Status}.")]
    public static partial void EntryNotCommitted(ILogger logger, AppendStatus status, int requests);

    [LoggerMessage(EventId = 3103, Level = LogLevel.Error, Message = "The controller could not decide a request.")]
    public static partial void RequestFailed(ILogger logger, Exception defect);

    [LoggerMessage(EventId = 3200, Level = LogLevel.Debug, Message = "Controller {Controller} did not answer {Command}: {Status}; trying again.")]
    public static partial void CallFailed(ILogger logger, BrokerId controller, ControllerCommandType command, RpcStatus status);

    [LoggerMessage(EventId = 3300, Level = LogLevel.Information, Message = "Registered with epoch {Epoch}, as incarnation {Incarnation}.")]
    public static partial void Registered(ILogger logger, long epoch, Guid incarnation);

    [LoggerMessage(EventId = 3301, Level = LogLevel.Warning, Message = "The registration was refused ({Error}): {Reason}; trying again.")]
    public static partial void RegistrationRefused(ILogger logger, ErrorCode error, string? reason);

    [LoggerMessage(EventId = 3302, Level = LogLevel.Information, Message = "The cluster takes this broker for live.")]
    public static partial void Unfenced(ILogger logger);

    [LoggerMessage(EventId = 3303, Level = LogLevel.Warning, Message = "The cluster took this broker for gone and has fenced it.")]
    public static partial void Fenced(ILogger logger);

    [LoggerMessage(EventId = 3304, Level = LogLevel.Warning, Message = "The controller does not know this registration ({Error}): {Reason}; registering again.")]
    public static partial void RegistrationLost(ILogger logger, ErrorCode error, string? reason);

    [LoggerMessage(EventId = 3305, Level = LogLevel.Warning, Message = "No controller took the heartbeat ({Error}).")]
    public static partial void HeartbeatFailed(ILogger logger, ErrorCode error);

    [LoggerMessage(EventId = 3306, Level = LogLevel.Information, Message = "The controller knows that this broker is about to stop.")]
    public static partial void ShutdownAnnounced(ILogger logger);

    [LoggerMessage(EventId = 3307, Level = LogLevel.Warning, Message = "The controller could not be told that this broker is about to stop ({Error}).")]
    public static partial void ShutdownNotAnnounced(ILogger logger, ErrorCode error);

    [LoggerMessage(EventId = 3308, Level = LogLevel.Error, Message = "The life of this broker in the cluster ended by a defect; it will be fenced.")]
    public static partial void LifeEnded(ILogger logger, Exception defect);
}
