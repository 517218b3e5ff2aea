using RaftLog.Metadata;

namespace RaftLog.Broker.Groups;

/// <summary>A ConsumerGroupHeartbeat request, free of wire versions. What is null has not changed since the member said it.</summary>
internal sealed record ConsumerHeartbeat
{
    /// <summary>The epoch with which a member joins.</summary>
    public const int JoinEpoch = 0;

    /// <summary>The epoch with which a member leaves.</summary>
    public const int LeaveEpoch = -1;

    public required string GroupId { get; init; }

    public required string MemberId { get; init; }

    /// <summary>The epoch that the member is at, or one of the constants here and <see cref="ConsumerMember.AwayEpoch"/>.</summary>
    public required int Epoch { get; init; }

    public string? InstanceId { get; init; }

    public string? RackId { get; init; }

    public string ClientId { get; init; } = "";

    public string ClientHost { get; init; } = "";

    /// <summary>How long the member may take to give up partitions; -1 when told before.</summary>
    public int RebalanceTimeoutMs { get; init; } = -1;

    public IReadOnlyList<string>? TopicNames { get; init; }

    public string? TopicPattern { get; init; }

    public string? Assignor { get; init; }

    public IReadOnlySet<TopicIdPartition>? Owned { get; init; }

    /// <summary>Whether the member comes with its own id (from version 1); before, the coordinator gave one.</summary>
    public bool BringsItsId { get; init; }

    /// <summary>Whether the member says everything anew, as one does that missed an answer.</summary>
    public bool IsFull => RebalanceTimeoutMs != -1 && (TopicNames is not null || TopicPattern is not null) && Owned is not null;

    public bool Leaves => Epoch is LeaveEpoch or ConsumerMember.AwayEpoch;
}
