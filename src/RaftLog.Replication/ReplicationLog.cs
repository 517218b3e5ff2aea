using Microsoft.Extensions.Logging;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>Every log line of the module: event ids 2000 to 2999.</summary>
internal static partial class ReplicationLog
{
    [LoggerMessage(EventId = 2300, Level = LogLevel.Error, Message = "The handler of {Kind} failed on a request of broker {Peer}.")]
    public static partial void RpcHandlerFailed(ILogger logger, Exception failure, RpcKind kind, BrokerId peer);
}
