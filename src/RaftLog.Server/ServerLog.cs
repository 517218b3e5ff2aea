using Microsoft.Extensions.Logging;

namespace RaftLog.Server;

/// <summary>The log lines of this module; event ids 6000 to 6999. Highest in use: 6005.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(EventId = 6000, Level = LogLevel.Information, Message = "Broker {Broker} of cluster {ClusterId} serves Kafka at {Kafka}, peers at {Peer}, data in {DataDirectory}.")]
    public static partial void Started(ILogger logger, int broker, string clusterId, string kafka, string peer, string dataDirectory);

    [LoggerMessage(EventId = 6001, Level = LogLevel.Information, Message = "Broker {Broker} is ready after {Milliseconds} ms.")]
    public static partial void Ready(ILogger logger, int broker, long milliseconds);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Information, Message = "Broker {Broker} is stopping: handing its leaderships over.")]
    public static partial void Stopping(ILogger logger, int broker);

    [LoggerMessage(EventId = 6003, Level = LogLevel.Warning, Message = "{Count} leaderships could not be handed over in time; their groups will elect.")]
    public static partial void LeadershipsKept(ILogger logger, int count);

    [LoggerMessage(EventId = 6004, Level = LogLevel.Information, Message = "Broker {Broker} has stopped.")]
    public static partial void Stopped(ILogger logger, int broker);

    [LoggerMessage(EventId = 6005, Level = LogLevel.Information, Message = "Health and metrics at http://{Http}.")]
    public static partial void HttpStarted(ILogger logger, string http);
}
