namespace RaftLog.Broker.Groups;

/// <summary>
/// One consumer group of the classic protocol, as a synchronous state machine: time comes in as milliseconds, answers that must wait go
/// out as tasks that a later call completes. Knows nothing of offsets, connections or timers.
/// </summary>
/// <remarks>Touched only under the lock of <see cref="GroupCoordinator"/>. Split by request: Join, Sync, Leave, Rebalance, Expiry.</remarks>
internal sealed partial class ConsumerGroup
{
    private readonly GroupCoordinatorOptions _options;
    private readonly Func<string, string> _newMemberId;

    // In the order of joining: the first is the leader when there is a choice.
    private readonly OrderedDictionary<string, GroupMember> _members = new(StringComparer.Ordinal);

    // Instance id → member id; every value is a key of _members.
    private readonly Dictionary<string, string> _staticMembers = new(StringComparer.Ordinal);

    // Ids given out by MEMBER_ID_REQUIRED whose owners have not joined with them yet → when they lapse.
    private readonly Dictionary<string, long> _pendingMembers = new(StringComparer.Ordinal);

    private string? _protocolName;

    private string? _leaderId;

    private long _emptySince;

    /// <summary>Creates an empty group.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="generation">The generation that its first one follows.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="newMemberId">Makes a fresh member id out of a prefix.</param>
    /// <param name="now">The present.</param>
    public ConsumerGroup(string id, int generation, GroupCoordinatorOptions options, Func<string, string> newMemberId, long now)
    {
        Id = id;
        Generation = generation;
        _options = options;
        _newMemberId = newMemberId;
        _emptySince = now;
    }

    public string Id { get; }

    public ConsumerGroupState State { get; private set; } = ConsumerGroupState.Empty;

    /// <summary>Counts the rebalances; never goes back.</summary>
    public int Generation { get; private set; }

    public string? ProtocolType { get; private set; }

    public bool HasMembers => _members.Count > 0 || _pendingMembers.Count > 0;

    /// <summary>Whether a commit by <paramref name="claim"/> may be taken now.</summary>
    public ErrorCode CheckCommit(in MemberClaim claim, long now)
    {
        // A consumer that assigns itself (no generation) may commit only while nobody is a member.
        if (claim.Generation < 0 && State == ConsumerGroupState.Empty)
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
        return State == ConsumerGroupState.CompletingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }

    public ErrorCode Heartbeat(in MemberClaim claim, long now)
    {
        var error = Identify(claim, out var member);
        if (error != ErrorCode.None)
        {
            return error;
        }

        member!.HeardOf(now);
        return State == ConsumerGroupState.PreparingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }

    public GroupDescription Describe()
    {
        // Between generations there is no agreed strategy, and so no metadata under it to show.
        var protocol = State == ConsumerGroupState.Stable ? _protocolName : null;
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

        return new GroupDescription(Id, State, ProtocolType ?? "", protocol ?? "", members);
    }

    /// <summary>Ends the group; whoever waits gets <paramref name="error"/>.</summary>
    public void Die(ErrorCode error)
    {
        State = ConsumerGroupState.Dead;
        foreach (var member in _members.Values)
        {
            member.FailPending(error);
        }

        _members.Clear();
        _staticMembers.Clear();
        _pendingMembers.Clear();
    }

    private ErrorCode Identify(in MemberClaim claim, out GroupMember? member)
    {
        var error = IdentifyMember(claim.MemberId, claim.InstanceId, out member);
        return error == ErrorCode.None && claim.Generation != Generation ? ErrorCode.IllegalGeneration : error;
    }

    private ErrorCode IdentifyMember(string memberId, string? instanceId, out GroupMember? member)
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
