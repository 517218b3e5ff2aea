using RaftLog.Client.Network;
using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>
/// What a consumer is made of, apart from the types of its records: assignment, fetching, membership and commits. Used by one caller at
/// a time, which <see cref="Enter"/> makes sure of.
/// </summary>
internal sealed class ConsumerCore : IAsyncDisposable
{
    private const long ForeverMs = int.MaxValue;

    private readonly ConsumerOptions _options;
    private readonly ClusterClient _cluster;
    private readonly GroupCoordinator? _coordinator;
    private readonly OffsetCommitter? _committer;
    private readonly Fetcher _fetcher;
    private readonly AsyncSignal _wake;
    private GroupMembership? _membership;
    private bool _membershipStarted;
    private RaftLogException? _fatal;
    private Task _autoCommit = Task.CompletedTask;
    private long _nextAutoCommitMs;
    private int _inUse;

    public ConsumerCore(ConsumerOptions options)
    {
        _options = options;
        _cluster = new ClusterClient(options, allowTopicCreation: false);
        _wake = new AsyncSignal(options.TimeProvider);
        Partitions = new AssignedPartitions();
        if (options.GroupId is not null)
        {
            _coordinator = new GroupCoordinator(_cluster, options.GroupId);
            _committer = new OffsetCommitter(options, _cluster, _coordinator, () => _membership?.LastGeneration ?? GroupGeneration.None);
        }

        _fetcher = new Fetcher(options, _cluster, Partitions, _coordinator, _wake.Set);
        Cursor = new RecordCursor(options, _fetcher.Buffer);
        _nextAutoCommitMs = _cluster.Clock.After(options.AutoCommitInterval);
    }

    public AssignedPartitions Partitions { get; }

    public RecordCursor Cursor { get; }

    public IReadOnlyList<string> Topics { get; private set; } = [];

    public ConsumerGroupMetadata GroupMetadata
    {
        get
        {
            GroupGeneration member = _membership?.LastGeneration ?? GroupGeneration.None;
            string groupId = _options.GroupId ?? throw new InvalidOperationException("There is no group: set ConsumerOptions.GroupId.");
            return new ConsumerGroupMetadata(groupId, member.GenerationId, member.MemberId, _options.GroupInstanceId);
        }
    }

    private bool CommitsByItself => _options.EnableAutoCommit && _committer is not null;

    /// <summary>Marks a call as running; two at a time would return records out of order.</summary>
    public void Enter()
    {
        if (Interlocked.Exchange(ref _inUse, 1) != 0)
        {
            throw new InvalidOperationException("The consumer is in use by another call; use one consumer per reader.");
        }
    }

    public void Leave() => Volatile.Write(ref _inUse, 0);

    /// <summary>Whether a call may go straight to the next record: nothing has failed, no rebalance step and no automatic commit is due.</summary>
    public bool NothingDue() =>
        Volatile.Read(ref _fatal) is null && !_fetcher.HasFailed && _membership?.PendingStep is null && (!CommitsByItself || _cluster.Clock.NowMs < Volatile.Read(ref _nextAutoCommitMs));

    /// <summary>Does what is due between two records: rebalance steps, automatic commits. Throws what has failed.</summary>
    public async Task DoDueAsync()
    {
        if (Volatile.Read(ref _fatal) is { } fatal)
        {
            throw fatal;
        }

        _fetcher.ThrowIfFailed();
        if (_membership is not null && !_membershipStarted)
        {
            _membershipStarted = true;
            _membership.Start();
        }

        while (_membership?.PendingStep is { } step)
        {
            await CarryOutAsync(_membership, step).ConfigureAwait(false);
        }

        if (CommitsByItself && _cluster.Clock.NowMs >= _nextAutoCommitMs)
        {
            _nextAutoCommitMs = _cluster.Clock.After(_options.AutoCommitInterval);
            if (_autoCommit.IsCompleted)
            {
                _autoCommit = CommitQuietlyAsync(Partitions.Snapshot(), CancellationToken.None);
            }
        }
    }

    /// <summary>Waits until there may be something to return or to do.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long waitMs = CommitsByItself ? Math.Max(1, _nextAutoCommitMs - _cluster.Clock.NowMs) : ForeverMs;
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static state => ((AsyncSignal)state!).Set(), _wake);
        await _wake.WaitAsync(waitMs).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Subscribe(IReadOnlyList<string> topics)
    {
        if (_coordinator is null)
        {
            throw new InvalidOperationException("Subscribing needs a group: set ConsumerOptions.GroupId, or assign partitions.");
        }

        RequireUnused();
        Topics = topics;
        _membership = _options.GroupProtocol == GroupProtocol.Consumer
            ? new AssignedMembership(_options, _cluster, _coordinator, topics, _wake.Set, FailForGood)
            : new ClassicMembership(_options, _cluster, _coordinator, topics, _wake.Set, FailForGood);
    }

    public void Assign(IEnumerable<TopicPartitionOffset?> positions, IReadOnlyList<TopicPartition> partitions)
    {
        if (_membership is not null)
        {
            throw new InvalidOperationException("The consumer has subscribed to topics; use another consumer to assign partitions.");
        }

        Partitions.Remove(Partitions.List());
        foreach ((TopicPartition partition, TopicPartitionOffset? position) in partitions.Zip(positions))
        {
            _cluster.Metadata.AddTopic(partition.Topic);
            PositionStatus unknown = _coordinator is null ? PositionStatus.NeedsReset : PositionStatus.NeedsCommitted;
            Partitions.Add(partition, position is null ? unknown : PositionStatus.Known, position?.Offset ?? -1);
        }

        PlacesChanged();
    }

    public async Task SeekAsync(IReadOnlyList<TopicPartition> partitions, OffsetSpec where, CancellationToken cancellationToken)
    {
        PartitionState[] states = [.. partitions.Select(Partitions.Require)];
        Dictionary<TopicPartition, ListedOffset> found = await OffsetLookup
            .ListAsync(_cluster, partitions, where, _options.IsolationLevel, cancellationToken)
            .ConfigureAwait(false);
        TopicPartition[] none = [.. found.Where(one => one.Value.Offset < 0).Select(one => one.Key)];
        if (none.Length > 0)
        {
            // No record is as young as the time: the next one that comes is.
            foreach ((TopicPartition partition, ListedOffset latest) in await OffsetLookup
                .ListAsync(_cluster, none, OffsetSpec.Latest, _options.IsolationLevel, cancellationToken)
                .ConfigureAwait(false))
            {
                found[partition] = latest;
            }
        }

        foreach (PartitionState state in states)
        {
            Seek(state, found[state.Partition].Offset);
        }
    }

    public void Seek(PartitionState state, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        lock (Partitions.Lock)
        {
            state.MoveTo(offset);
        }

        PlacesChanged();
    }

    public void SeekToCommitted()
    {
        if (_coordinator is null)
        {
            throw new InvalidOperationException("Committed offsets need a group: set ConsumerOptions.GroupId.");
        }

        lock (Partitions.Lock)
        {
            foreach (PartitionState state in Partitions.States)
            {
                state.MoveToCommitted();
            }
        }

        PlacesChanged();
    }

    public void SetPaused(IEnumerable<TopicPartition> partitions, bool isPaused)
    {
        PartitionState[] states = [.. partitions.Select(Partitions.Require)];
        lock (Partitions.Lock)
        {
            foreach (PartitionState state in states)
            {
                state.IsPaused = isPaused;
                if (isPaused && state.Status == PositionStatus.Known)
                {
                    state.DropFetched();
                }
            }
        }

        PlacesChanged();
    }

    public async Task CommitAsync(IReadOnlyCollection<TopicPartitionOffset>? offsets, CancellationToken cancellationToken)
    {
        OffsetCommitter committer = _committer
            ?? throw new InvalidOperationException("Committing needs a group: set ConsumerOptions.GroupId.");

        // An automatic one that is still being tried has older offsets, and is not to come after this one.
        await _autoCommit.WaitAsync(cancellationToken).ConfigureAwait(false);
        await (offsets is null
            ? CommitPositionsAsync(committer, Partitions.Snapshot(), cancellationToken)
            : committer.CommitAsync(offsets, cancellationToken)).ConfigureAwait(false);
    }

    public Task<List<TopicPartitionOffset>> CommittedAsync(IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken) =>
        CommittedOffsets.FetchAsync(
            _cluster,
            _coordinator ?? throw new InvalidOperationException("Committed offsets need a group: set ConsumerOptions.GroupId."),
            partitions,
            requireStable: true,
            cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await GiveUpPartitionsAsync().ConfigureAwait(false);
        }
        finally
        {
            // Also when a callback throws.
            if (_membership is not null)
            {
                await _membership.LeaveAsync().ConfigureAwait(false);
                await _membership.DisposeAsync().ConfigureAwait(false);
            }

            Cursor.Dispose();
            await _fetcher.DisposeAsync().ConfigureAwait(false);
            await _cluster.DisposeAsync().ConfigureAwait(false);
            _wake.Dispose();
        }
    }

    private async Task GiveUpPartitionsAsync()
    {
        if (_membership is not null)
        {
            await _membership.StopAsync().ConfigureAwait(false);
        }

        await _autoCommit.ConfigureAwait(false);
        if (_membership?.PendingStep is { Kind: RebalanceKind.Lose })
        {
            await LoseAllAsync().ConfigureAwait(false);
            return;
        }

        if (CommitsByItself)
        {
            using var timeout = new CancellationTokenSource(_options.RequestTimeout, _options.TimeProvider);
            await CommitQuietlyAsync(Partitions.Snapshot(), timeout.Token).ConfigureAwait(false);
        }

        if (_membership is not null)
        {
            await NotifyAsync(_options.PartitionsRevoked, Partitions.List()).ConfigureAwait(false);
        }
    }

    private async Task CarryOutAsync(GroupMembership membership, RebalanceStep step)
    {
        try
        {
            switch (step.Kind)
            {
                case RebalanceKind.Revoke:
                    await RevokeAsync(step.Partitions).ConfigureAwait(false);
                    break;
                case RebalanceKind.Lose:
                    await LoseAllAsync().ConfigureAwait(false);
                    break;
                default:
                    await AddAsync(step.Partitions).ConfigureAwait(false);
                    break;
            }
        }
        finally
        {
            // Also when a callback throws: the exception is the caller's, the group goes on.
            PlacesChanged();
            membership.StepDone(step);
        }
    }

    private async Task RevokeAsync(IReadOnlyList<TopicPartition> partitions)
    {
        if (CommitsByItself)
        {
            await _autoCommit.ConfigureAwait(false);
            PartitionState[] states = [.. partitions.Select(Partitions.Find).OfType<PartitionState>()];
            await CommitQuietlyAsync(states, CancellationToken.None).ConfigureAwait(false);
        }

        try
        {
            await NotifyAsync(_options.PartitionsRevoked, partitions).ConfigureAwait(false);
        }
        finally
        {
            Partitions.Remove(partitions);
        }
    }

    // Whatever the step names: only the caller's side knows for certain which steps before it were carried out.
    private async Task LoseAllAsync()
    {
        TopicPartition[] held = Partitions.List();
        Partitions.Remove(held);
        if (held.Length > 0)
        {
            await NotifyAsync(_options.PartitionsLost, held).ConfigureAwait(false);
        }
    }

    private async Task AddAsync(IReadOnlyList<TopicPartition> partitions)
    {
        foreach (TopicPartition partition in partitions)
        {
            _cluster.Metadata.AddTopic(partition.Topic);
            Partitions.Add(partition, PositionStatus.NeedsCommitted);
        }

        // A follower may not have asked for these topics yet.
        await _cluster.Metadata.TryRefreshAsync(CancellationToken.None).ConfigureAwait(false);
        await NotifyAsync(_options.PartitionsAssigned, partitions).ConfigureAwait(false);
    }

    private static async ValueTask NotifyAsync(
        Func<IReadOnlyList<TopicPartition>, ValueTask>? handler, IReadOnlyList<TopicPartition> partitions)
    {
        if (handler is not null)
        {
            await handler(partitions).ConfigureAwait(false);
        }
    }

    private async Task CommitQuietlyAsync(PartitionState[] states, CancellationToken cancellationToken)
    {
        try
        {
            await CommitPositionsAsync(_committer!, states, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RaftLogException or OperationCanceledException)
        {
            ClientLog.CommitFailed(_cluster.Logger, _options.GroupId!, exception.Message);
        }
    }

    private static async Task CommitPositionsAsync(OffsetCommitter committer, PartitionState[] states, CancellationToken cancellationToken)
    {
        (PartitionState State, long Position)[] moved =
        [
            .. states
                .Select(state => (State: state, state.Position))
                .Where(one => one.Position >= 0 && one.Position != one.State.CommittedOffset),
        ];
        TopicPartitionOffset[] offsets =
            [.. moved.Select(one => new TopicPartitionOffset(one.State.Partition, one.Position, one.State.LastEpoch))];
        await committer.CommitAsync(offsets, cancellationToken).ConfigureAwait(false);
        foreach ((PartitionState state, long position) in moved)
        {
            state.CommittedOffset = position;
        }
    }

    private void PlacesChanged()
    {
        Cursor.Refresh();
        _fetcher.Wake();
    }

    private void FailForGood(RaftLogException failure)
    {
        Volatile.Write(ref _fatal, failure);
        _wake.Set();
    }

    private void RequireUnused()
    {
        if (_membership is not null || Partitions.List().Length > 0)
        {
            throw new InvalidOperationException("The consumer already reads something; use another consumer for another subscription.");
        }
    }
}
