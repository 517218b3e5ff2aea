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

    public static ConsumerHeartbeatResult Failed(ErrorCode error, string message) => new() { Error = error, Message = message };
}
