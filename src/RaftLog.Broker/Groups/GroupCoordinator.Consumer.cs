using RaftLog.Broker.Groups.Assignors;

namespace RaftLog.Broker.Groups;

/// <content>The protocol of KIP-848, whose groups' coordinator assigns.</content>
internal sealed partial class GroupCoordinator
{
    private static readonly IReadOnlyList<IPartitionAssignor> KnownAssignors = [new UniformAssignor(), new RangeAssignor()];

    private IReadOnlyList<IPartitionAssignor> Assignors { get; }

    /// <summary>Takes a heartbeat of a member that joins, stays or leaves.</summary>
    public ConsumerHeartbeatResult Heartbeat(ConsumerHeartbeat heartbeat)
    {
        if (HeartbeatRules.ProblemWith(heartbeat, _options.Consumer.Assignors) is { } problem)
        {
            return problem;
        }

        lock (_gate)
        {
            if (_term is null)
            {
                return ConsumerHeartbeatResult.Failed(ErrorCode.NotCoordinator, "This broker does not coordinate groups.");
            }

            if (FindConsumerGroup(heartbeat, out var entry) is { } refusal)
            {
                return refusal;
            }

            var group = (ConsumerGroup)entry!.Group;
            var result = heartbeat.Leaves ? group.Leave(heartbeat, Now) : group.Heartbeat(heartbeat, _image().Topics, Now);
            Changed(entry);
            return result;
        }
    }

    /// <summary>The members of a group of KIP-848, or null when this is none with members.</summary>
    public ConsumerGroupDescription? DescribeConsumers(string groupId)
    {
        lock (_gate)
        {
            return _groups.TryGetValue(groupId, out var entry) && entry.Group is ConsumerGroup group ? group.DescribeMembers() : null;
        }
    }

    private ConsumerHeartbeatResult? FindConsumerGroup(ConsumerHeartbeat heartbeat, out CoordinatedGroup? entry)
    {
        bool isKnown = _groups.TryGetValue(heartbeat.GroupId, out entry);
        if (isKnown && entry!.Group is ConsumerGroup)
        {
            return null;
        }

        // Going over from one protocol to the other takes that all members have gone.
        if (isKnown && entry!.Group.HasMembers)
        {
            return ConsumerHeartbeatResult.Failed(ErrorCode.GroupIdNotFound, $"Group {heartbeat.GroupId} is not a consumer group.");
        }

        int before = GenerationBefore(heartbeat.GroupId);
        if (heartbeat.Epoch != ConsumerHeartbeat.JoinEpoch)
        {
            return heartbeat.Leaves || heartbeat.Epoch > before
                ? ConsumerHeartbeatResult.Unknown(heartbeat.MemberId)
                : ConsumerHeartbeatResult.OfEarlierCoordinator(heartbeat.MemberId, heartbeat.Epoch);
        }

        entry = Take(new ConsumerGroup(heartbeat.GroupId, before, _options, Assignors, () => NewMemberId("consumer"), Now));
        return null;
    }
}
