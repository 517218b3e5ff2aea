using System.Net;
using Microsoft.Extensions.Logging;
using RaftLog.Server.Configuration;

namespace RaftLog.Server;

/// <summary>The log lines of this module; event ids 6000 to 6999. Highest in use: 6005.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(EventId = 6000, Level = LogLevel.Information, Message = "Broker {Broker} of cluster {ClusterId} serves Kafka at {Kafka}, peers at {Peer}, data in {DataDirectory}.")]
    public static partial void Started(ILogger logger, int broker, string clusterId, HostPort kafka, HostPort peer, string dataDirectory);

    [LoggerMessage(EventId = 6001, Level = LogLevel.Information, Message = "Broker {Broker} is ready after {Elapsed}.")]
    public static partial void Ready(ILogger logger, int broker, TimeSpan elapsed);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Information, Message = "Broker {Broker} is stopping: handing its leaderships over.")]
    public static partial void Stopping(ILogger logger, int broker);

    [LoggerMessage(EventId = 6003, Level = LogLevel.Warning, Message = "{Count} leaderships could not be handed over in time; their groups will elect.")]
    public static partial void LeadershipsKept(ILogger logger, int count);

    [LoggerMessage(EventId = 6004, Level = LogLevel.Information, Message = "Broker {Broker} has stopped.")]
    public static partial void Stopped(ILogger logger, int broker);

    [LoggerMessage(EventId = 6005, Level = LogLevel.Warning, Message = "The broker asked itself at {Listener}, where its Kafka listener is, and got no answer: {Reason}")]
    public static partial void ListenerSilent(ILogger logger, IPEndPoint listener, string reason);
}
