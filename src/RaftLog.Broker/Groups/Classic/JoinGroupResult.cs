namespace RaftLog.Broker.Groups;

/// <summary>The answer to a <see cref="JoinGroupCommand"/>.</summary>
internal sealed record JoinGroupResult
{
    public ErrorCode Error { get; init; }

    public int Generation { get; init; } = -1;

    public string? ProtocolType { get; init; }

    public string? ProtocolName { get; init; }

    public string LeaderId { get; init; } = "";

    public string MemberId { get; init; } = "";

    /// <summary>Tells a leader that returned under its static name not to assign anew: the assignments of the generation stand.</summary>
    public bool SkipAssignment { get; init; }

    /// <summary>Everyone's subscription for the leader, nothing for the others.</summary>
    public IReadOnlyList<JoinedMember> Members { get; init; } = [];

    public static JoinGroupResult Failed(ErrorCode error, string memberId) => new() { Error = error, MemberId = memberId };
}
