using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Model.Wire;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <content>Joining: give up what has to be given up, join, divide as leader, take over the assignment.</content>
internal sealed partial class GroupMembership
{
    private async Task JoinAsync()
    {
        if (_isEager && _owned.Length > 0)
        {
            TopicPartition[] all = _owned;
            if (!await HandOverAsync(RebalanceKind.Revoke, all).ConfigureAwait(false))
            {
                return;
            }

            _owned = [];
        }

        JoinGroupResponse joined = await SendJoinAsync().ConfigureAwait(false);
        if (joined.ErrorCode == ErrorCode.MemberIdRequired)
        {
            _generation = new GroupGeneration(joined.MemberId, -1);
            joined = await SendJoinAsync().ConfigureAwait(false);
        }

        _coordinator.Check(joined.ErrorCode, "Joining");
        _generation = new GroupGeneration(joined.MemberId, joined.GenerationId);
        _isLeader = joined.Leader == joined.MemberId;
        SyncGroupResponse synced = await SendSyncAsync(joined).ConfigureAwait(false);
        _coordinator.Check(synced.ErrorCode, "Joining");
        _isMember = true;
        TopicPartition[] assigned = ReadAssignment(synced.Assignment);
        ClientLog.Assigned(_cluster.Logger, _coordinator.GroupId, joined.GenerationId, assigned.Length);
        await TakeOverAsync(assigned).ConfigureAwait(false);
    }

    private Task<JoinGroupResponse> SendJoinAsync()
    {
        var subscription = new GroupSubscription(_generation.MemberId, _topics, _isEager ? [] : _owned);
        byte[] metadata = ConsumerProtocol.WriteSubscription(subscription, null);
        var request = new JoinGroupRequest
        {
            GroupId = _coordinator.GroupId,
            SessionTimeoutMs = (int)_options.SessionTimeout.TotalMilliseconds,
            RebalanceTimeoutMs = (int)_options.MaxPollInterval.TotalMilliseconds,
            MemberId = _generation.MemberId,
            GroupInstanceId = _options.GroupInstanceId,
            ProtocolType = ConsumerProtocol.ProtocolType,
            Protocols =
            [
                .. _options.PartitionAssignment.Select(way => new JoinGroupRequest.GroupProtocol { Name = NameOf(way), Metadata = metadata }),
            ],
        };

        // The answer waits for all other members, who may take their whole rebalance timeout.
        TimeSpan patience = _options.MaxPollInterval + _options.RequestTimeout;
        return _coordinator.SendAsync<JoinGroupRequest, JoinGroupResponse>(
            request, ConnectionPurpose.GroupMembership, _stopping.Token, patience);
    }

    private async Task<SyncGroupResponse> SendSyncAsync(JoinGroupResponse joined)
    {
        var request = new SyncGroupRequest
        {
            GroupId = _coordinator.GroupId,
            GenerationId = joined.GenerationId,
            MemberId = joined.MemberId,
            GroupInstanceId = _options.GroupInstanceId,
            ProtocolType = ConsumerProtocol.ProtocolType,
            ProtocolName = joined.ProtocolName,
        };
        if (_isLeader && !joined.SkipAssignment)
        {
            await DivideAsync(joined, request).ConfigureAwait(false);
        }

        return await _coordinator
            .SendAsync<SyncGroupRequest, SyncGroupResponse>(request, ConnectionPurpose.GroupMembership, _stopping.Token, _options.SessionTimeout)
            .ConfigureAwait(false);
    }

    private async Task DivideAsync(JoinGroupResponse joined, SyncGroupRequest request)
    {
        GroupSubscription[] members = [.. joined.Members.Select(ReadSubscription)];
        string[] topics = [.. members.SelectMany(member => member.Topics).Distinct()];
        foreach (string topic in topics)
        {
            _cluster.Metadata.AddTopic(topic);
        }

        await _cluster.Metadata.RefreshAsync(_stopping.Token).ConfigureAwait(false);
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
        TopicPartition[] revoked = [.. _owned.Except(assigned)];
        TopicPartition[] added = [.. assigned.Except(_owned)];
        if (!await HandOverAsync(RebalanceKind.Revoke, revoked).ConfigureAwait(false))
        {
            return;
        }

        _owned = [.. _owned.Except(revoked)];
        if (!await HandOverAsync(RebalanceKind.Assign, added).ConfigureAwait(false))
        {
            return;
        }

        _owned = assigned;
        if (revoked.Length > 0 && !_isEager)
        {
            Rejoin("partitions that were given up can move on now");
        }
    }

    /// <summary>
    /// Hands a step to the consuming caller and waits for it, with heartbeats meanwhile. A caller that does not come within
    /// <see cref="ConsumerOptions.MaxPollInterval"/> loses its place, so that it does not hold up the whole group.
    /// </summary>
    /// <returns>False when the place was lost.</returns>
    private async Task<bool> HandOverAsync(RebalanceKind kind, TopicPartition[] partitions)
    {
        if (partitions.Length == 0)
        {
            return true;
        }

        var step = new RebalanceStep(kind, partitions);
        _pendingStep = step;
        _stepReady();
        long deadlineMs = _cluster.Clock.After(_options.MaxPollInterval);
        while (!step.Done.IsCompleted)
        {
            using var waited = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            Task interval = Task.Delay(_options.HeartbeatInterval, _options.TimeProvider, waited.Token);
            await Task.WhenAny(step.Done, interval).ConfigureAwait(false);
            await waited.CancelAsync().ConfigureAwait(false);
            _stopping.Token.ThrowIfCancellationRequested();
            if (step.Done.IsCompleted || kind == RebalanceKind.Lose)
            {
                continue; // Lost partitions wait for the caller as long as it takes; there is no place to keep.
            }

            if (_cluster.Clock.NowMs >= deadlineMs)
            {
                await LeaveAsync().ConfigureAwait(false);
                await LosePlaceAsync(keepMemberId: false).ConfigureAwait(false);
                return false;
            }

            await KeepSessionAsync().ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>A heartbeat while a step waits; a rebalance that it tells of comes after the step.</summary>
    private async Task KeepSessionAsync()
    {
        bool wasMember = _isMember;
        try
        {
            await HeartbeatAsync().ConfigureAwait(false);
        }
        catch (RaftLogException exception) when (exception.IsRetriable)
        {
            // The next one may get through.
        }

        _isMember &= wasMember;
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
