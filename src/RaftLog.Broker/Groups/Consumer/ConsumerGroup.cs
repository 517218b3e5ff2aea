using RaftLog.Broker.Groups.Assignors;

namespace RaftLog.Broker.Groups;

/// <summary>
/// One consumer group of KIP-848, whose coordinator assigns. Every change of members, subscriptions or topics is a new epoch of the group with a target for
/// each member; heartbeats take each member there by itself (<see cref="Reconciliation"/>), so nobody waits for anybody who has nothing to give up.
/// </summary>
/// <remarks>Split by request: Heartbeat, Leave; Target makes the assignment.</remarks>
internal sealed partial class ConsumerGroup : Group
{
    private readonly GroupCoordinatorOptions _options;
    private readonly IReadOnlyList<IPartitionAssignor> _assignors;
    private readonly Func<string> _newMemberId;

    // Whoever has this epoch or a lower one was a member of an earlier coordinator.
    private readonly int _epochBefore;

    // In the order of joining.
    private readonly OrderedDictionary<string, ConsumerMember> _members = new(StringComparer.Ordinal);

    // Instance id → member id; every value is a key of _members.
    private readonly Dictionary<string, string> _staticMembers = new(StringComparer.Ordinal);

    // Exactly what the places of all members hold.
    private readonly PartitionHolders _holders = new();

    private readonly SubscribedTopics _topics = new();

    // The group's epoch, that of _target.
    private int _epoch;

    private Assignment _target = Assignment.None;

    // What _target was made from: a change of these makes a new one.
    private Dictionary<Guid, int> _partitionCounts = [];
    private string _assignorName;

    /// <summary>Creates an empty group.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="epoch">The epoch that its first one follows.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="assignors">How partitions may be divided; the first unless most members prefer another.</param>
    /// <param name="newMemberId">Makes a fresh member id.</param>
    /// <param name="now">The present.</param>
    public ConsumerGroup(
        string id, int epoch, GroupCoordinatorOptions options, IReadOnlyList<IPartitionAssignor> assignors, Func<string> newMemberId, long now)
        : base(id, now)
    {
        _epoch = _epochBefore = epoch;
        _options = options;
        _assignors = assignors;
        _newMemberId = newMemberId;
        _assignorName = assignors[0].Name;
    }

    public override GroupType Type => GroupType.Consumer;

    /// <inheritdoc/>
    public override string StateName =>
        IsDead ? GroupDescription.Dead
        : _members.Count == 0 ? GroupDescription.Empty
        : _members.Values.All(IsReconciled) ? "Stable"
        : "Reconciling";

    /// <inheritdoc/>
    public override int Generation => _epoch;

    public override string ProtocolType => ClassicGroup.ConsumerProtocol;

    public override bool HasMembers => _members.Count > 0;

    /// <inheritdoc/>
    public override long NextDeadline
    {
        get
        {
            long next = _members.Count == 0 ? EmptySince + (long)_options.EmptyGroupRetention.TotalMilliseconds : long.MaxValue;
            foreach (var member in _members.Values)
            {
                next = Math.Min(next, Math.Min(member.SessionDeadline, member.RevocationDeadline));
            }

            return next;
        }
    }

    /// <summary>Puts out who was silent too long, or did not give up in time what it was asked to. Returns the ids put out.</summary>
    public override IReadOnlyList<string> Tick(long now)
    {
        var expired = _members.Values.Where(member => member.SessionDeadline <= now || member.RevocationDeadline <= now).Select(member => member.Id).ToList();
        foreach (var memberId in expired)
        {
            Remove(_members[memberId], now);
        }

        if (expired.Count > 0)
        {
            Retarget();
        }

        if (_members.Count == 0 && now >= EmptySince + (long)_options.EmptyGroupRetention.TotalMilliseconds)
        {
            Die(ErrorCode.UnknownMemberId);
        }

        return expired;
    }

    /// <summary>Whether a member's epoch was given out by an earlier coordinator, which used those up to <paramref name="epochBefore"/>.</summary>
    public static bool IsOfEarlierCoordinator(int epoch, int epochBefore) => epoch > ConsumerHeartbeat.JoinEpoch && epoch <= epochBefore;

    /// <inheritdoc/>
    public override ErrorCode CheckCommit(in MemberClaim claim, long now)
    {
        // A consumer that assigns itself, or an administrator, may commit only while nobody is a member.
        if (claim.Generation < 0 && _members.Count == 0)
        {
            return ErrorCode.None;
        }

        return CheckEpoch(claim.MemberId, claim.Generation);
    }

    /// <inheritdoc/>
    public override ErrorCode CheckFetch(string memberId, int memberEpoch) => CheckEpoch(memberId, memberEpoch);

    /// <inheritdoc/>
    public override bool IsSubscribedTo(string topic) => _members.Values.Any(member => member.Subscription.Includes(topic));

    public override GroupDescription Describe() => new(
        Id,
        Type,
        StateName,
        ProtocolType,
        _assignorName,
        [
            .. _members.Values.Select(member => new MemberDescription(
                member.Id, member.InstanceId, member.ClientId, member.ClientHost, Metadata: [], Assignment: [])),
        ]);

    public ConsumerGroupDescription DescribeMembers() => new(
        StateName,
        _epoch,
        _assignorName,
        [
            .. _members.Values.Select(member => new ConsumerMemberDescription(
                member.Id,
                member.InstanceId,
                member.RackId,
                member.ClientId,
                member.ClientHost,
                member.Place.Epoch,
                member.Subscription,
                member.Place.Assigned,
                _target.Of(member.Id))),
        ]);

    /// <inheritdoc/>
    public override void Die(ErrorCode error)
    {
        IsDead = true;
        _members.Clear();
        _staticMembers.Clear();
    }

    private bool IsReconciled(ConsumerMember member) => member.Place.State == ConsumerMemberState.Stable && member.Place.Epoch == _epoch;

    // Kafka's coordinator would know the member of an earlier one: clients keep what is refused so, and send it again when they have joined anew.
    private ErrorCode CheckEpoch(string memberId, int epoch) =>
        !_members.TryGetValue(memberId, out var member)
            ? IsOfEarlierCoordinator(epoch, _epochBefore) ? ErrorCode.StaleMemberEpoch : ErrorCode.UnknownMemberId
        : member.Place.Epoch != epoch ? ErrorCode.StaleMemberEpoch
        : ErrorCode.None;

    // The one way in which a member's place changes, so that the books of who holds what are right.
    private void Move(ConsumerMember member, MemberPlace place)
    {
        _holders.Move(member.Id, member.Place, place);
        member.Place = place;
    }

    private void Remove(ConsumerMember member, long now)
    {
        _holders.Release(member.Id, member.Place);
        _members.Remove(member.Id);
        if (member.InstanceId is { } instanceId)
        {
            _staticMembers.Remove(instanceId);
        }

        if (_members.Count == 0)
        {
            EmptySince = now;
        }
    }
}
