using Microsoft.Extensions.Logging;
using RaftLog.Broker.Groups;
using RaftLog.Protocol;

namespace RaftLog.Broker;

/// <summary>The log messages of the broker; ids 4000 to 4999.</summary>
internal static partial class BrokerLog
{
    // 4000–4099: connections.

    [LoggerMessage(EventId = 4000, Level = LogLevel.Warning, Message = "Connection of {Remote} closed because of {Reason} (API key {ApiKey}, version {Version}, client '{ClientId}').")]
    public static partial void ConnectionRefused(ILogger logger, string remote, string reason, short apiKey, short version, string clientId);

    [LoggerMessage(EventId = 4001, Level = LogLevel.Debug, Message = "Connection of {Remote} broke: {Reason}")]
    public static partial void ConnectionBroke(ILogger logger, string remote, string reason);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Error, Message = "Connection of {Remote} closed because of a defect.")]
    public static partial void ConnectionFailed(ILogger logger, Exception defect, string remote);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Information, Message = "Connection of {Remote} ended in the middle of a request, after {Bytes} bytes of it.")]
    public static partial void ConnectionEndedInFrame(ILogger logger, string remote, long bytes);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Error, Message = "Connection of {Remote} closed because its {Api} request (version {Version}, client '{ClientId}') met a defect.")]
    public static partial void RequestFailed(ILogger logger, Exception defect, string remote, ApiKey api, short version, string clientId);

    // 4300–4399: consumer groups.

    [LoggerMessage(EventId = 4300, Level = LogLevel.Information, Message = "This broker coordinates the consumer groups, in term {Term}.")]
    public static partial void CoordinatorStarted(ILogger logger, int term);

    [LoggerMessage(EventId = 4301, Level = LogLevel.Information, Message = "This broker no longer coordinates consumer groups; {Groups} groups were handed back.")]
    public static partial void CoordinatorResigned(ILogger logger, int groups);

    [LoggerMessage(EventId = 4302, Level = LogLevel.Information, Message = "Group {Group} is {State} in generation {Generation}.")]
    public static partial void GroupChanged(ILogger logger, string group, ConsumerGroupState state, int generation);

    [LoggerMessage(EventId = 4303, Level = LogLevel.Information, Message = "Member {Member} of group {Group} was silent too long and is out after generation {Generation}.")]
    public static partial void MemberExpired(ILogger logger, string member, string group, int generation);
}
