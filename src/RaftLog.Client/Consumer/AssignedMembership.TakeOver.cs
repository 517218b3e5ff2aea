using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <content>Moving from what this member has to what it was assigned.</content>
internal sealed partial class AssignedMembership
{
    // The ids under which this member's topics were assigned to it.
    private readonly Dictionary<string, Guid> _topicIds = [];

    // Returns whether there is something to tell the coordinator at once.
    private async Task<bool> TakeOverAsync()
    {
        if (_assigned is not { } assigned || await NamesOfAsync(assigned).ConfigureAwait(false) is not { } wanted)
        {
            return false;
        }

        TopicPartition[] revoked = [.. Owned.Except(wanted)];
        TopicPartition[] added = [.. wanted.Except(Owned)];
        if (!await HandOverAsync(RebalanceKind.Revoke, revoked).ConfigureAwait(false))
        {
            return true;
        }

        Owned = [.. Owned.Except(revoked)];
        if (revoked.Length > 0)
        {
            // First of all: others wait for these. What is new is taken on after the answer, which may say something else.
            _tellsOwned = true;
            return true;
        }

        if (!await HandOverAsync(RebalanceKind.Assign, added).ConfigureAwait(false))
        {
            return true;
        }

        Owned = wanted;
        _tellsOwned |= added.Length > 0;
        if (added.Length > 0)
        {
            ClientLog.Assigned(Cluster.Logger, Coordinator.GroupId, _epoch, wanted.Length);
        }

        // Nothing more to do for this assignment, unless another one came while the caller was busy.
        bool isDone = ReferenceEquals(_assigned, assigned);
        _assigned = isDone ? null : _assigned;
        return _tellsOwned || !isDone;
    }

    // Null while the name of a topic is not known yet: it may have been created a moment ago.
    private async Task<TopicPartition[]?> NamesOfAsync(ConsumerGroupHeartbeatResponse.MemberAssignment assigned)
    {
        var wanted = Find(assigned);
        if (wanted is null)
        {
            await Cluster.Metadata.TryRefreshAsync(Stopping).ConfigureAwait(false);
            wanted = Find(assigned);
        }

        return wanted;
    }

    private TopicPartition[]? Find(ConsumerGroupHeartbeatResponse.MemberAssignment assigned)
    {
        var names = Cluster.Metadata.Current.Topics.Values
            .Where(topic => topic.TopicId != Guid.Empty)
            .ToDictionary(topic => topic.TopicId, topic => topic.Name);
        var found = new List<TopicPartition>();
        foreach (ConsumerGroupHeartbeatResponse.TopicPartitions topic in assigned.TopicPartitions)
        {
            if (!names.TryGetValue(topic.TopicId, out string? name))
            {
                return null;
            }

            _topicIds[name] = topic.TopicId;
            found.AddRange(topic.Partitions.Select(partition => new TopicPartition(name, partition)));
        }

        return [.. found];
    }
}
