using Microsoft.Extensions.Logging;
using RaftLog.Broker.Groups;

namespace RaftLog.Broker;

/// <summary>The log messages of the broker; ids 4000 to 4999.</summary>
internal static partial class BrokerLog
{
    // 4000–4099: connections.

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
