namespace RaftLog.Broker.Groups;

/// <summary>One member of a <see cref="ConsumerGroup"/>; touched only under the coordinator's lock.</summary>
internal sealed class ConsumerMember(string id, string? instanceId)
{
    /// <summary>The epoch of a static member that has left to come back.</summary>
    public const int AwayEpoch = -2;

    /// <summary>No time.</summary>
    public const long Never = long.MaxValue;

    public string Id { get; } = id;

    /// <summary>The static member's own name, or null.</summary>
    public string? InstanceId { get; } = instanceId;

    public string? RackId { get; set; }

    public string ClientId { get; set; } = "";

    public string ClientHost { get; set; } = "";

    public int RebalanceTimeoutMs { get; set; }

    /// <summary>How it would have partitions assigned; null when it does not care.</summary>
    public string? Assignor { get; set; }

    public TopicSubscription Subscription { get; set; } = TopicSubscription.None;

    /// <summary>Where it stands; set through the group only, which keeps the books of who holds what.</summary>
    public MemberPlace Place { get; set; } = MemberPlace.Newcomer;

    /// <summary>Whether it is a static member that has left to come back.</summary>
    public bool IsAway => Place.Epoch == AwayEpoch;

    /// <summary>When it is put out unless it is heard of.</summary>
    public long SessionDeadline { get; set; }

    /// <summary>When it is put out unless it has given up what it was asked to.</summary>
    public long RevocationDeadline { get; set; } = Never;
}
