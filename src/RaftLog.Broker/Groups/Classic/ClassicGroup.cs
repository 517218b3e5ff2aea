namespace RaftLog.Broker.Groups;

/// <summary>
/// One consumer group of the classic protocol, whose leader assigns. Answers that must wait go out as tasks that a later call completes.
/// </summary>
/// <remarks>Split by request: Join, Sync, Leave, Rebalance, Expiry.</remarks>
internal sealed partial class ClassicGroup : Group
{
    /// <summary>The protocol type of consumers, whose metadata is a subscription.</summary>
    public const string ConsumerProtocol = "consumer";

    private readonly GroupCoordinatorOptions _options;
    private readonly Func<string, string> _newMemberId;

    // In the order of joining: the first is the leader when there is a choice.
    private readonly OrderedDictionary<string, ClassicMember> _members = new(StringComparer.Ordinal);

    // Instance id → member id; every value is a key of _members.
    private readonly Dictionary<string, string> _staticMembers = new(StringComparer.Ordinal);

    // Ids given out by MEMBER_ID_REQUIRED whose owners have not joined with them yet → when they lapse.
    private readonly Dictionary<string, long> _pendingMembers = new(StringComparer.Ordinal);

    private string? _protocolName;

    private string? _leaderId;

    private int _generation;

    private string? _protocolType;

    /// <summary>Creates an empty group.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="generation">The generation that its first one follows.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="newMemberId">Makes a fresh member id out of a prefix.</param>
    /// <param name="now">The present.</param>
    public ClassicGroup(string id, int generation, GroupCoordinatorOptions options, Func<string, string> newMemberId, long now)
        : base(id, now)
    {
        _generation = generation;
        _options = options;
        _newMemberId = newMemberId;
    }

    public ClassicGroupState State { get; private set; } = ClassicGroupState.Empty;

    public override GroupType Type => GroupType.Classic;

    public override string StateName => State.ToString();

    /// <inheritdoc/>
    public override int Generation => _generation;

    public override string ProtocolType => _protocolType ?? "";

    public override bool HasMembers => _members.Count > 0 || _pendingMembers.Count > 0;

    /// <inheritdoc/>
    public override ErrorCode CheckCommit(in MemberClaim claim, long now)
    {
        // A consumer that assigns itself (no generation) may commit only while nobody is a member.
        if (claim.Generation < 0 && State == ClassicGroupState.Empty)
        {
            return ErrorCode.None;
        }

        var error = Identify(claim, out var member);
        if (error != ErrorCode.None)
        {
            return error;
        }

        member!.HeardOf(now);
        // The member's partitions may already be another's; in PreparingRebalance they are still its own, and committing before giving
        // them up is what clients do then.
        return State == ClassicGroupState.CompletingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }

    // Members are told apart by generations when they commit; what they read needs no check.
    public override ErrorCode CheckFetch(string memberId, int memberEpoch) => ErrorCode.None;

    /// <inheritdoc/>
    public override bool IsSubscribedTo(string topic) => _members.Values.Any(member => member.MayRead(topic));

    public ErrorCode Heartbeat(in MemberClaim claim, long now)
    {
        var error = Identify(claim, out var member);
        if (error != ErrorCode.None)
        {
            return error;
        }

        member!.HeardOf(now);
        return State == ClassicGroupState.PreparingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }

    public override GroupDescription Describe()
    {
        // Between generations there is no agreed strategy, and so no metadata under it to show.
        var protocol = State == ClassicGroupState.Stable ? _protocolName : null;
        var members = new List<MemberDescription>(_members.Count);
        foreach (var member in _members.Values)
        {
            members.Add(new MemberDescription(
                member.Id,
                member.InstanceId,
                member.ClientId,
                member.ClientHost,
                protocol is null ? [] : member.MetadataFor(protocol),
                protocol is null ? [] : member.Assignment));
        }

        return new GroupDescription(Id, Type, StateName, ProtocolType, protocol ?? "", members);
    }

    /// <inheritdoc/>
    public override void Die(ErrorCode error)
    {
        IsDead = true;
        State = ClassicGroupState.Dead;
        foreach (var member in _members.Values)
        {
            member.FailPending(error);
        }

        _members.Clear();
        _staticMembers.Clear();
        _pendingMembers.Clear();
    }

    private ErrorCode Identify(in MemberClaim claim, out ClassicMember? member)
    {
        var error = IdentifyMember(claim.MemberId, claim.InstanceId, out member);
        return error == ErrorCode.None && claim.Generation != Generation ? ErrorCode.IllegalGeneration : error;
    }

    private ErrorCode IdentifyMember(string memberId, string? instanceId, out ClassicMember? member)
    {
        member = null;
        if (instanceId is not null)
        {
            if (!_staticMembers.TryGetValue(instanceId, out var current))
            {
                return ErrorCode.UnknownMemberId;
            }

            // KIP-345: the name was taken over by another process, this one must stop.
            if (current != memberId)
            {
                return ErrorCode.FencedInstanceId;
            }
        }

        return _members.TryGetValue(memberId, out member) ? ErrorCode.None : ErrorCode.UnknownMemberId;
    }
}
