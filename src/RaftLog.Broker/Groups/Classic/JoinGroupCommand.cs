namespace RaftLog.Broker.Groups;

/// <summary>A JoinGroup request, free of wire versions.</summary>
internal sealed record JoinGroupCommand
{
    public required string GroupId { get; init; }

    /// <summary>The id given earlier, or empty.</summary>
    public required string MemberId { get; init; }

    public string? InstanceId { get; init; }

    public string ClientId { get; init; } = "";

    public string ClientHost { get; init; } = "";

    public required int SessionTimeoutMs { get; init; }

    /// <summary>How long a rebalance waits for this member; in version 0 the session timeout.</summary>
    public required int RebalanceTimeoutMs { get; init; }

    public required string ProtocolType { get; init; }

    public required IReadOnlyList<GroupProtocol> Protocols { get; init; }

    /// <summary>Whether a member without an id is sent away with one first (KIP-394, from version 4).</summary>
    public bool RequiresKnownMember { get; init; }

    /// <summary>Whether the client understands <see cref="JoinGroupResult.SkipAssignment"/> (from version 9).</summary>
    public bool UnderstandsSkipAssignment { get; init; }
}
