using RaftLog.Metadata;

namespace RaftLog.Broker.Groups;

/// <summary>The answer to a <see cref="ConsumerHeartbeat"/>.</summary>
internal sealed record ConsumerHeartbeatResult
{
    public ErrorCode Error { get; init; }

    public string? Message { get; init; }

    public string? MemberId { get; init; }

    public int Epoch { get; init; }

    /// <summary>What the member may read from now on; null when that has not changed.</summary>
    public IReadOnlySet<TopicIdPartition>? Assigned { get; init; }

    /// <summary>
    /// To a member whom an earlier coordinator knew, and this one does not: membership is kept in memory. Not UNKNOWN_MEMBER_ID, since Kafka's own coordinator
    /// would know it, and there are clients that join anew only when they are told that their epoch is over.
    /// </summary>
    public static ConsumerHeartbeatResult OfEarlierCoordinator(string memberId, int epoch) => Failed(
        ErrorCode.FencedMemberEpoch, $"Epoch {epoch} of member {memberId} was an earlier coordinator's: it must give up all partitions and join again.");

    public static ConsumerHeartbeatResult Unknown(string memberId) =>
        Failed(ErrorCode.UnknownMemberId, $"Member {memberId} is not a member of the group.");

    public static ConsumerHeartbeatResult Failed(ErrorCode error, string message) => new() { Error = error, Message = message };
}
