namespace RaftLog.Broker.Groups;

/// <summary>A SyncGroup request, free of wire versions.</summary>
internal sealed record SyncGroupCommand
{
    public required MemberClaim Member { get; init; }

    /// <summary>What the client believes the generation agreed on (from version 5), or null when it does not say.</summary>
    public string? ProtocolType { get; init; }

    /// <inheritdoc cref="ProtocolType"/>
    public string? ProtocolName { get; init; }

    /// <summary>From the leader: each member's assignment.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>> Assignments { get; init; } = [];
}
