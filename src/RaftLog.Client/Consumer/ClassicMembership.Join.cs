using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Model.Wire;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <content>Joining: give up what has to be given up, join, divide as leader, take over the assignment.</content>
internal sealed partial class ClassicMembership
{
    private async Task JoinAsync()
    {
        if (_isEager && Owned.Length > 0)
        {
            TopicPartition[] all = Owned;
            if (!await HandOverAsync(RebalanceKind.Revoke, all).ConfigureAwait(false))
            {
                return;
            }

            Owned = [];
        }

        JoinGroupResponse joined = await SendJoinAsync().ConfigureAwait(false);
        if (joined.ErrorCode == ErrorCode.MemberIdRequired)
        {
            Generation = new GroupGeneration(joined.MemberId, -1);
            joined = await SendJoinAsync().ConfigureAwait(false);
        }

        Coordinator.Check(joined.ErrorCode, "Joining");
        Generation = new GroupGeneration(joined.MemberId, joined.GenerationId);
        _isLeader = joined.Leader == joined.MemberId;
        SyncGroupResponse synced = await SendSyncAsync(joined).ConfigureAwait(false);
        Coordinator.Check(synced.ErrorCode, "Joining");
        _isMember = true;
        TopicPartition[] assigned = ReadAssignment(synced.Assignment);
        ClientLog.Assigned(Cluster.Logger, Coordinator.GroupId, joined.GenerationId, assigned.Length);
        await TakeOverAsync(assigned).ConfigureAwait(false);
    }

    private Task<JoinGroupResponse> SendJoinAsync()
    {
        var subscription = new GroupSubscription(Generation.MemberId, Topics, _isEager ? [] : Owned);
        byte[] metadata = ConsumerProtocol.WriteSubscription(subscription, null);
        var request = new JoinGroupRequest
        {
            GroupId = Coordinator.GroupId,
            SessionTimeoutMs = (int)Options.SessionTimeout.TotalMilliseconds,
            RebalanceTimeoutMs = (int)Options.MaxPollInterval.TotalMilliseconds,
            MemberId = Generation.MemberId,
            GroupInstanceId = Options.GroupInstanceId,
            ProtocolType = ConsumerProtocol.ProtocolType,
            Protocols =
            [
                .. Options.PartitionAssignment.Select(way => new JoinGroupRequest.GroupProtocol { Name = NameOf(way), Metadata = metadata }),
            ],
        };

        // The answer waits for all other members, who may take their whole rebalance timeout.
        TimeSpan patience = Options.MaxPollInterval + Options.RequestTimeout;
        return Coordinator.SendAsync<JoinGroupRequest, JoinGroupResponse>(
            request, ConnectionPurpose.GroupMembership, Stopping, patience);
    }

    private async Task<SyncGroupResponse> SendSyncAsync(JoinGroupResponse joined)
    {
        var request = new SyncGroupRequest
        {
            GroupId = Coordinator.GroupId,
            GenerationId = joined.GenerationId,
            MemberId = joined.MemberId,
            GroupInstanceId = Options.GroupInstanceId,
            ProtocolType = ConsumerProtocol.ProtocolType,
            ProtocolName = joined.ProtocolName,
        };
        if (_isLeader && !joined.SkipAssignment)
        {
            await DivideAsync(joined, request).ConfigureAwait(false);
        }

        return await Coordinator
            .SendAsync<SyncGroupRequest, SyncGroupResponse>(request, ConnectionPurpose.GroupMembership, Stopping, Options.SessionTimeout)
            .ConfigureAwait(false);
    }

    private async Task DivideAsync(JoinGroupResponse joined, SyncGroupRequest request)
    {
        GroupSubscription[] members = [.. joined.Members.Select(ReadSubscription)];
        string[] topics = [.. members.SelectMany(member => member.Topics).Distinct()];
        foreach (string topic in topics)
        {
            Cluster.Metadata.AddTopic(topic);
        }

        await Cluster.Metadata.RefreshAsync(Stopping).ConfigureAwait(false);
        _assignedCounts = topics.ToDictionary(topic => topic, PartitionCount);
        Dictionary<string, List<TopicPartition>> assignment = joined.ProtocolName == RangeAssignor.Name
            ? RangeAssignor.Assign(members, _assignedCounts)
            : CooperativeStickyAssignor.Assign(members, _assignedCounts);
        foreach ((string member, List<TopicPartition> partitions) in assignment)
        {
            request.Assignments.Add(new SyncGroupRequest.MemberAssignment
            {
                MemberId = member,
                Assignment = ConsumerProtocol.WriteAssignment(partitions),
            });
        }
    }

    /// <summary>Gives up what is no longer this member's, takes what is new, and rejoins if others wait for what was given up.</summary>
    private async Task TakeOverAsync(TopicPartition[] assigned)
    {
        TopicPartition[] revoked = [.. Owned.Except(assigned)];
        TopicPartition[] added = [.. assigned.Except(Owned)];
        if (!await HandOverAsync(RebalanceKind.Revoke, revoked).ConfigureAwait(false))
        {
            return;
        }

        Owned = [.. Owned.Except(revoked)];
        if (!await HandOverAsync(RebalanceKind.Assign, added).ConfigureAwait(false))
        {
            return;
        }

        Owned = assigned;
        if (revoked.Length > 0 && !_isEager)
        {
            Rejoin("partitions that were given up can move on now");
        }
    }

    private static GroupSubscription ReadSubscription(JoinGroupResponse.Member member)
    {
        try
        {
            return ConsumerProtocol.ReadSubscription(member.MemberId, member.Metadata);
        }
        catch (WireFormatException exception)
        {
            throw new RaftLogException(
                ErrorCode.InconsistentGroupProtocol,
                $"Member {member.MemberId} joined with a subscription that cannot be read: {exception.Message}",
                null,
                exception);
        }
    }

    private static TopicPartition[] ReadAssignment(byte[] assignment)
    {
        try
        {
            return ConsumerProtocol.ReadAssignment(assignment);
        }
        catch (WireFormatException exception)
        {
            throw new RaftLogException(
                ErrorCode.InconsistentGroupProtocol, $"The group's leader sent an assignment that cannot be read: {exception.Message}", null, exception);
        }
    }

    private static string NameOf(PartitionAssignment way) =>
        way == PartitionAssignment.Range ? RangeAssignor.Name : CooperativeStickyAssignor.Name;
}
