namespace RaftLog.Broker.Groups;

/// <summary>What a <see cref="ConsumerHeartbeat"/> must be like, whatever the group.</summary>
internal static class HeartbeatRules
{
    /// <summary>Why a request cannot be taken; null when it can.</summary>
    public static ConsumerHeartbeatResult? ProblemWith(ConsumerHeartbeat heartbeat, IReadOnlyCollection<string> assignors)
    {
        if (Shape(heartbeat) is { } problem)
        {
            return ConsumerHeartbeatResult.Failed(ErrorCode.InvalidRequest, problem);
        }

        if (heartbeat.Assignor is { } assignor && !assignors.Contains(assignor))
        {
            return ConsumerHeartbeatResult.Failed(
                ErrorCode.UnsupportedAssignor, $"There is no assignor '{assignor}' here; these are: {string.Join(", ", assignors)}.");
        }

        return heartbeat.TopicPattern is { Length: > 0 } pattern && TopicSubscription.ProblemWith(pattern) is { } wrong
            ? ConsumerHeartbeatResult.Failed(ErrorCode.InvalidRegularExpression, $"SubscribedTopicRegex '{pattern}' cannot be used: {wrong}")
            : null;
    }

    private static string? Shape(ConsumerHeartbeat heartbeat) =>
        heartbeat.GroupId.Length == 0 ? "GroupId can't be empty."
        : heartbeat.Epoch < ConsumerMember.AwayEpoch ? "MemberEpoch is invalid."
        : NeedsId(heartbeat) && heartbeat.MemberId.Length == 0 ? "MemberId can't be empty."
        : heartbeat.InstanceId?.Length == 0 ? "InstanceId can't be empty."
        : heartbeat.RackId?.Length == 0 ? "RackId can't be empty."
        : heartbeat.Epoch == ConsumerMember.AwayEpoch && heartbeat.InstanceId is null ? "InstanceId can't be null."
        : heartbeat.Epoch == ConsumerHeartbeat.JoinEpoch ? ShapeOfJoin(heartbeat)
        : null;

    private static bool NeedsId(ConsumerHeartbeat heartbeat) => heartbeat.BringsItsId || heartbeat.Epoch != ConsumerHeartbeat.JoinEpoch;

    private static string? ShapeOfJoin(ConsumerHeartbeat heartbeat) =>
        heartbeat.RebalanceTimeoutMs == -1 ? "RebalanceTimeoutMs must be provided in first request."
        : heartbeat.Owned is not { Count: 0 } ? "TopicPartitions must be empty when (re-)joining."
        : heartbeat is { TopicNames: null, TopicPattern: null } ? "Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining."
        : null;
}
