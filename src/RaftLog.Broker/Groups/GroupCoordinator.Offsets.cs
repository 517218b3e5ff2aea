using RaftLog.Metadata;

namespace RaftLog.Broker.Groups;

/// <content>What membership says about offsets.</content>
internal sealed partial class GroupCoordinator
{
    /// <summary>Whether a commit by <paramref name="claim"/> may be taken now.</summary>
    /// <param name="claim">Who commits.</param>
    /// <param name="term">The one term in which it may.</param>
    public ErrorCode CheckCommit(in MemberClaim claim, out Term term)
    {
        lock (_gate)
        {
            term = _term ?? Term.Zero;
            var error = CheckActive();
            if (error != ErrorCode.None)
            {
                return error;
            }

            if (_groups.TryGetValue(claim.GroupId, out var entry))
            {
                return entry.Group.CheckCommit(claim, Now);
            }

            // A member of a group that is gone, or was an earlier coordinator's: it has to join anew before it may commit.
            return claim.Generation < 0 ? ErrorCode.None
                : HadEpoch(claim) ? ErrorCode.StaleMemberEpoch
                : ErrorCode.UnknownMemberId;
        }
    }

    /// <summary>Whether offsets may be read; a member that says who it is (KIP-848) must be one still.</summary>
    public ErrorCode CheckFetch(string groupId, string? memberId, int memberEpoch)
    {
        lock (_gate)
        {
            var error = CheckActive();
            bool isMember = memberId is { Length: > 0 } || memberEpoch >= 0;

            // Members of an earlier coordinator may read: what they then commit is refused.
            return error == ErrorCode.None && isMember && _groups.TryGetValue(groupId, out var entry)
                ? entry.Group.CheckFetch(memberId ?? "", memberEpoch)
                : error;
        }
    }

    /// <summary>Whether a group's offsets may be deleted, and in which of the topics they may not because members read them.</summary>
    /// <param name="groupId">The group.</param>
    /// <param name="topics">The topics in question.</param>
    /// <param name="read">Those that members read.</param>
    /// <param name="term">The one term in which they may be deleted.</param>
    public ErrorCode CheckOffsetDelete(string groupId, IEnumerable<string> topics, out IReadOnlyList<string> read, out Term term)
    {
        lock (_gate)
        {
            read = [];
            term = _term ?? Term.Zero;
            var error = CheckGroup(groupId);
            if (error != ErrorCode.None || !_groups.TryGetValue(groupId, out var entry) || !entry.Group.HasMembers)
            {
                return error;
            }

            if (entry.Group.ProtocolType != ClassicGroup.ConsumerProtocol)
            {
                return ErrorCode.NonEmptyGroup;
            }

            read = [.. topics.Where(entry.Group.IsSubscribedTo)];
            return ErrorCode.None;
        }
    }

    /// <summary>Who uses a group, for the expiry of its offsets.</summary>
    public GroupUse UseOf(ConsumerGroupImage stored, IEnumerable<string> topics)
    {
        lock (_gate)
        {
            if (_groups.TryGetValue(stored.Id, out var entry))
            {
                var group = entry.Group;
                return group.HasMembers
                    ? new GroupUse(HasMembers: true, EmptySinceMs: null, ForgetsUnread(group), [.. topics.Where(group.IsSubscribedTo)])
                    : new GroupUse(HasMembers: false, ToWallClock(group.EmptySince), ForgetsUnread: false, []);
            }

            // Members that an earlier coordinator had and this one does not went when this one began, for all that is known.
            long? since = KeptGroupState.Read(stored.State.Span) is { } kept ? (kept.HasMembers ? ToWallClock(_activeSince) : kept.SinceMs) : null;
            return new GroupUse(HasMembers: false, since, ForgetsUnread: false, []);
        }
    }

    /// <summary>What is to be kept of the groups that have got members or lost their last one since the last call.</summary>
    public IReadOnlyList<KeptGroup> TakeChanged(out Term term)
    {
        lock (_gate)
        {
            term = _term ?? Term.Zero;
            var changed = _changed.Order(StringComparer.Ordinal).Where(_groups.ContainsKey).Select(groupId => ToKept(_groups[groupId].Group)).ToList();
            _changed.Clear();
            return changed;
        }
    }

    // Whether an earlier coordinator may have given out the claim's epoch, as far as is kept which groups were assigned by it.
    private bool HadEpoch(in MemberClaim claim) =>
        _image().ConsumerGroups.TryGet(claim.GroupId, out var stored)
        && KeptGroupState.Read(stored.State.Span) is { Type: GroupType.Consumer, HasMembers: true }
        && ConsumerGroup.IsOfEarlierCoordinator(claim.Generation, GenerationBefore(claim.GroupId));

    private KeptGroup ToKept(Group group)
    {
        long since = ToWallClock(group.HasMembers ? Now : group.EmptySince);
        return new KeptGroup(group.Id, group.Generation, group.ProtocolType, new KeptGroupState(group.Type, group.HasMembers, since));
    }

    // A leader may know of topics that are in nobody's subscription; only while all have agreed can that be told.
    private static bool ForgetsUnread(Group group) =>
        group.ProtocolType == ClassicGroup.ConsumerProtocol && group is not ClassicGroup { State: not ClassicGroupState.Stable };

    private long ToWallClock(long milliseconds) => _time.GetUtcNow().ToUnixTimeMilliseconds() - (Now - milliseconds);
}
