using RaftLog.Metadata;

namespace RaftLog.Broker.Groups;

/// <content>Heartbeats: joining, staying, moving towards the target.</content>
internal sealed partial class ConsumerGroup
{
    /// <summary>Takes a heartbeat that keeps <see cref="HeartbeatRules"/> and does not leave.</summary>
    public ConsumerHeartbeatResult Heartbeat(ConsumerHeartbeat heartbeat, TopicsImage topics, long now)
    {
        if (Find(heartbeat, out var member) is { } refusal)
        {
            return refusal;
        }

        bool isNew = member is null;
        bool topicsHaveChanged = TopicsHaveChanged(topics);
        member ??= Admit(heartbeat);
        if (Update(member, heartbeat) || isNew || topicsHaveChanged)
        {
            Retarget();
        }

        var before = member.Place;
        var place = Reconciliation.Next(
            before, _target.Of(member.Id), _epoch, heartbeat.Owned, partition => _holders.IsHeldByAnother(partition, member.Id));
        if (!ReferenceEquals(place, before))
        {
            Move(member, place);
        }

        HeardOf(member, before, now);
        bool tellsAssignment = heartbeat.Epoch == ConsumerHeartbeat.JoinEpoch || heartbeat.IsFull || !place.Assigned.SetEquals(before.Assigned);
        return new ConsumerHeartbeatResult
        {
            MemberId = member.Id,
            Epoch = place.Epoch,
            Assigned = tellsAssignment ? place.Assigned : null,
        };
    }

    // The member that sent the heartbeat, or null for one that is to be admitted; or why it is refused.
    private ConsumerHeartbeatResult? Find(ConsumerHeartbeat heartbeat, out ConsumerMember? member)
    {
        member = null;
        bool joins = heartbeat.Epoch == ConsumerHeartbeat.JoinEpoch;
        if (heartbeat.InstanceId is { } instanceId && _staticMembers.TryGetValue(instanceId, out var holder) && holder != heartbeat.MemberId)
        {
            return joins ? Replace(_members[holder], heartbeat, out member) : Fenced(instanceId);
        }

        bool isKnown = heartbeat.MemberId.Length > 0 && _members.TryGetValue(heartbeat.MemberId, out member);
        if (!isKnown)
        {
            return !joins ? NotAMember(heartbeat)
                : _members.Count >= _options.Consumer.MaxSize ? ConsumerHeartbeatResult.Failed(
                    ErrorCode.GroupMaxSizeReached, $"The group has {_members.Count} members, as many as it may have.")
                : null;
        }

        if (joins)
        {
            ComeBack(member!);
            return null;
        }

        return CheckEpoch(member!, heartbeat);
    }

    // KIP-848: a static member's name is free for another process only once its holder has said that it is away (or is put out).
    private ConsumerHeartbeatResult? Replace(ConsumerMember old, ConsumerHeartbeat heartbeat, out ConsumerMember? member)
    {
        member = null;
        if (!old.IsAway)
        {
            return ConsumerHeartbeatResult.Failed(
                ErrorCode.UnreleasedInstanceId, $"Static member {old.Id} with instance id {old.InstanceId} is still a member of the group.");
        }

        member = new ConsumerMember(IdFor(heartbeat), old.InstanceId)
        {
            RackId = old.RackId,
            RebalanceTimeoutMs = old.RebalanceTimeoutMs,
            Assignor = old.Assignor,
            Subscription = old.Subscription,
        };
        var place = old.Place;
        _holders.Release(old.Id, place);
        int position = _members.IndexOf(old.Id);
        _members.RemoveAt(position);
        _members.Insert(position, member.Id, member);
        _staticMembers[old.InstanceId!] = member.Id;
        _target = _target.Rename(old.Id, member.Id);
        Move(member, place);
        ComeBack(member);
        return null;
    }

    private ConsumerHeartbeatResult NotAMember(ConsumerHeartbeat heartbeat) => heartbeat.Epoch <= _epochBefore
        ? ConsumerHeartbeatResult.OfEarlierCoordinator(heartbeat.MemberId, heartbeat.Epoch)
        : ConsumerHeartbeatResult.Unknown(heartbeat.MemberId);

    private static ConsumerHeartbeatResult Fenced(string instanceId) => ConsumerHeartbeatResult.Failed(
        ErrorCode.FencedInstanceId, $"Another member has taken over instance id {instanceId}.");

    // Whose last answer was lost is one epoch behind, and has nothing but what it may have.
    private static ConsumerHeartbeatResult? CheckEpoch(ConsumerMember member, ConsumerHeartbeat heartbeat)
    {
        var place = member.Place;
        bool isCurrent = heartbeat.Epoch == place.Epoch;
        bool missedAnAnswer = heartbeat.Epoch < place.Epoch && heartbeat.Epoch == place.PreviousEpoch && heartbeat.Owned?.IsSubsetOf(place.Assigned) == true;
        return isCurrent || missedAnAnswer
            ? null
            : ConsumerHeartbeatResult.Failed(
                ErrorCode.FencedMemberEpoch,
                $"Member {member.Id} is at epoch {place.Epoch}, not {heartbeat.Epoch}: it must give up all partitions and join again.");
    }

    // It has nothing now, so there is nothing that it would have to give up; it goes through reconciliation from the start.
    private void ComeBack(ConsumerMember member) => Move(
        member,
        member.Place with { State = ConsumerMemberState.Waiting, Epoch = 0, Revoked = MemberPlace.Newcomer.Revoked });

    private ConsumerMember Admit(ConsumerHeartbeat heartbeat)
    {
        var member = new ConsumerMember(IdFor(heartbeat), heartbeat.InstanceId);
        _members.Add(member.Id, member);
        if (member.InstanceId is { } instanceId)
        {
            _staticMembers.Add(instanceId, member.Id);
        }

        return member;
    }

    private string IdFor(ConsumerHeartbeat heartbeat) => heartbeat.MemberId.Length > 0 ? heartbeat.MemberId : _newMemberId();

    // Returns whether partitions have to be divided anew.
    private static bool Update(ConsumerMember member, ConsumerHeartbeat heartbeat)
    {
        var subscription = new TopicSubscription(
            heartbeat.TopicNames ?? member.Subscription.Names, heartbeat.TopicPattern ?? member.Subscription.Pattern);
        bool changes = !subscription.SameAs(member.Subscription) || (heartbeat.Assignor is not null && heartbeat.Assignor != member.Assignor);
        member.Subscription = changes ? subscription : member.Subscription;
        member.Assignor = heartbeat.Assignor ?? member.Assignor;
        member.RackId = heartbeat.RackId ?? member.RackId;
        member.RebalanceTimeoutMs = heartbeat.RebalanceTimeoutMs != -1 ? heartbeat.RebalanceTimeoutMs : member.RebalanceTimeoutMs;
        member.ClientId = heartbeat.ClientId;
        member.ClientHost = heartbeat.ClientHost;
        return changes;
    }

    private void HeardOf(ConsumerMember member, MemberPlace before, long now)
    {
        member.SessionDeadline = now + (long)_options.Consumer.SessionTimeout.TotalMilliseconds;
        bool isNewDemand = !ReferenceEquals(member.Place, before) || member.RevocationDeadline == ConsumerMember.Never;
        member.RevocationDeadline = member.Place.State != ConsumerMemberState.Revoking ? ConsumerMember.Never
            : isNewDemand ? now + member.RebalanceTimeoutMs
            : member.RevocationDeadline;
    }
}
