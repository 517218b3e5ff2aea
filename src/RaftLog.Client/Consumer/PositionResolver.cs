using RaftLog.Client.Network;
using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>Finds out where to begin: at the group's committed offset, else where <see cref="ConsumerOptions.AutoOffsetReset"/> says.</summary>
internal sealed class PositionResolver(
    ConsumerOptions options,
    ClusterClient cluster,
    AssignedPartitions partitions,
    GroupCoordinator? coordinator,
    Action<RaftLogException> failed,
    Action resolved) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _work = Task.CompletedTask;

    // In a row, of rounds that left something unresolved.
    private int _failures;

    /// <summary>Resolves what is unknown, unless that is under way. Called by the fetcher's loop only.</summary>
    public void Request()
    {
        if (_work.IsCompleted && !_stopping.IsCancellationRequested)
        {
            _work = ResolveAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task ResolveAsync()
    {
        await Task.Yield(); // Nothing below may run under the caller's lock.
        try
        {
            if (_failures > 0)
            {
                await Task.Delay(cluster.Backoff.After(_failures), options.TimeProvider, _stopping.Token).ConfigureAwait(false);
            }

            await ReadCommittedAsync().ConfigureAwait(false);
            await ResetAsync().ConfigureAwait(false);
            _failures = 0;
        }
        catch (RaftLogException exception)
        {
            _failures++;
            if (!exception.IsRetriable)
            {
                failed(exception);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }

        resolved();
    }

    private async Task ReadCommittedAsync()
    {
        (PartitionState State, int Generation)[] unknown = Select(PositionStatus.NeedsCommitted);
        if (unknown.Length == 0)
        {
            return;
        }

        IReadOnlyList<TopicPartitionOffset> committed = coordinator is null
            ? []
            : await CommittedOffsets
                .FetchAsync(cluster, coordinator, unknown.Select(one => one.State.Partition), requireStable: true, _stopping.Token)
                .ConfigureAwait(false);
        lock (partitions.Lock)
        {
            foreach ((PartitionState state, int generation) in unknown)
            {
                if (state.Generation != generation)
                {
                    continue; // The caller sought meanwhile.
                }

                state.Status = PositionStatus.NeedsReset;
                foreach (TopicPartitionOffset one in committed.Where(one => one.TopicPartition == state.Partition))
                {
                    state.MoveTo(one.Offset);
                    state.CommittedOffset = one.Offset;
                }
            }
        }
    }

    private async Task ResetAsync()
    {
        (PartitionState State, int Generation)[] unknown = Select(PositionStatus.NeedsReset);
        if (unknown.Length == 0)
        {
            return;
        }

        if (options.AutoOffsetReset == AutoOffsetReset.None)
        {
            failed(new RaftLogException(
                ErrorCode.OffsetOutOfRange,
                $"{unknown[0].State.Partition} has no committed offset, and AutoOffsetReset is None: seek, or allow a reset.",
                unknown[0].State.Partition));
            await Task.Delay(options.RetryBackoffMax, options.TimeProvider, _stopping.Token).ConfigureAwait(false);
            return;
        }

        OffsetSpec where = options.AutoOffsetReset == AutoOffsetReset.Earliest ? OffsetSpec.Earliest : OffsetSpec.Latest;
        if (unknown.Any(one => cluster.Metadata.Current.Leader(one.State.Partition).Leader < 0))
        {
            await cluster.Metadata.TryRefreshAsync(_stopping.Token).ConfigureAwait(false);
        }

        // Each leader's by themselves: a partition without one, or a broker that is away, keeps no others from being read.
        ClusterMetadata metadata = cluster.Metadata.Current;
        await Task.WhenAll(unknown
            .GroupBy(one => metadata.Leader(one.State.Partition).Leader)
            .Select(leader => leader.Key < 0 ? Task.FromException(NoLeader(leader.First().State.Partition)) : ResetAsync([.. leader], where))).ConfigureAwait(false);
    }

    private async Task ResetAsync((PartitionState State, int Generation)[] unknown, OffsetSpec where)
    {
        Dictionary<TopicPartition, ListedOffset> found = await OffsetLookup
            .ListAsync(cluster, [.. unknown.Select(one => one.State.Partition)], where, options.IsolationLevel, _stopping.Token)
            .ConfigureAwait(false);
        lock (partitions.Lock)
        {
            foreach ((PartitionState state, int generation) in unknown)
            {
                if (state.Generation == generation && found.TryGetValue(state.Partition, out ListedOffset offset))
                {
                    state.MoveTo(offset.Offset);
                }
            }
        }

        resolved();
    }

    private static RaftLogException NoLeader(TopicPartition partition) =>
        new(ErrorCode.LeaderNotAvailable, $"{partition} has no leader at present.", partition);

    private (PartitionState State, int Generation)[] Select(PositionStatus status)
    {
        lock (partitions.Lock)
        {
            return [.. partitions.States.Where(state => state.Status == status).Select(state => (state, state.Generation))];
        }
    }
}
