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

        TopicPartition[] revoked = [.. _owned.Except(wanted)];
        TopicPartition[] added = [.. wanted.Except(_owned)];
        if (!await HandOverAsync(RebalanceKind.Revoke, revoked).ConfigureAwait(false))
        {
            return true;
        }

        _owned = [.. _owned.Except(revoked)];
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

        _owned = wanted;
        _tellsOwned |= added.Length > 0;
        if (added.Length > 0)
        {
            ClientLog.Assigned(_cluster.Logger, _coordinator.GroupId, _epoch, wanted.Length);
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
            await _cluster.Metadata.TryRefreshAsync(_stopping.Token).ConfigureAwait(false);
            wanted = Find(assigned);
        }

        return wanted;
    }

    private TopicPartition[]? Find(ConsumerGroupHeartbeatResponse.MemberAssignment assigned)
    {
        var names = _cluster.Metadata.Current.Topics.Values
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

    /// <summary>
    /// Hands a step to the consuming caller and waits for it, with heartbeats meanwhile. A caller that does not come within
    /// <see cref="ConsumerOptions.MaxPollInterval"/> loses its place, so that it does not hold up those who wait for its partitions.
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
            Task interval = Task.Delay(_interval, _options.TimeProvider, waited.Token);
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
                await LosePlaceAsync().ConfigureAwait(false);
                return false;
            }

            await KeepSessionAsync().ConfigureAwait(false);
        }

        return true;
    }

    private async Task KeepSessionAsync()
    {
        try
        {
            await HeartbeatAsync().ConfigureAwait(false);
        }
        catch (RaftLogException exception) when (exception.IsRetriable)
        {
            // The next one may get through.
        }
    }

    /// <summary>The group has gone on without this member: whatever it read may be read by others.</summary>
    private async Task LosePlaceAsync()
    {
        _generation = GroupGeneration.None;
        _epoch = JoinEpoch;
        _assigned = null;
        _tellsAll = true;
        TopicPartition[] lost = [.. _owned.Union(_pendingStep?.Partitions ?? [])];
        _owned = [];
        try
        {
            await HandOverAsync(RebalanceKind.Lose, lost).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop's condition ends it.
        }
    }
}
