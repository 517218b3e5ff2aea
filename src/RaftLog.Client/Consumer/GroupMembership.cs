using RaftLog.Client.Network;
using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>
/// Keeps this member in its group, by one protocol or the other: one loop that joins, sends heartbeats and takes over what is assigned. Changes of the
/// assignment are handed to the consuming caller as <see cref="RebalanceStep"/>s.
/// </summary>
internal abstract class GroupMembership : IAsyncDisposable
{
    private readonly Action _stepReady;
    private readonly Action<RaftLogException> _failed;
    private readonly CancellationTokenSource _stopping = new();
    private readonly AsyncSignal _wake;
    private Task _loop = Task.CompletedTask;
    private volatile RebalanceStep? _pendingStep;

    // What was handed over last, until the loop has gone on after it. Touched by the loop only.
    private RebalanceStep? _handedOver;
    private volatile GroupGeneration _generation = GroupGeneration.None;
    private volatile GroupGeneration _lastGeneration = GroupGeneration.None;

    protected GroupMembership(
        ConsumerOptions options,
        ClusterClient cluster,
        GroupCoordinator coordinator,
        IReadOnlyList<string> topics,
        Action stepReady,
        Action<RaftLogException> failed)
    {
        Options = options;
        Cluster = cluster;
        Coordinator = coordinator;
        Topics = topics;
        _stepReady = stepReady;
        _failed = failed;
        _wake = new AsyncSignal(options.TimeProvider);
        foreach (string topic in topics)
        {
            cluster.Metadata.AddTopic(topic);
        }
    }

    /// <summary>The place in the group; none while it has none.</summary>
    public GroupGeneration Generation
    {
        get => _generation;
        protected set
        {
            _generation = value;
            if (value.GenerationId >= 0)
            {
                _lastGeneration = value;
            }
        }
    }

    /// <summary>
    /// The place that offsets are committed under: the present one or, once it is lost, the one that was, so that the coordinator refuses what was read
    /// under it (KIP-447). A claim without a place would be taken for that of a consumer outside of any group.
    /// </summary>
    public GroupGeneration LastGeneration => _lastGeneration;

    /// <summary>The step that waits for the consuming caller; null when there is none.</summary>
    public RebalanceStep? PendingStep => _pendingStep;

    protected ConsumerOptions Options { get; }

    protected ClusterClient Cluster { get; }

    protected GroupCoordinator Coordinator { get; }

    protected IReadOnlyList<string> Topics { get; }

    protected CancellationToken Stopping => _stopping.Token;

    /// <summary>The partitions that this member has. Touched by the loop only.</summary>
    protected TopicPartition[] Owned { get; set; } = [];

    /// <summary>The time between two heartbeats.</summary>
    protected abstract TimeSpan HeartbeatInterval { get; }

    public void Start() => _loop = RunAsync();

    /// <summary>Called by the consuming caller when the pending step is carried out.</summary>
    public void StepDone(RebalanceStep step)
    {
        // Unless another one has taken its place: a member that loses its place does not wait for the step before.
        Interlocked.CompareExchange(ref _pendingStep, null, step);
        step.SetDone();
    }

    /// <summary>Stops the loop; the member stays in the group until it leaves or its session expires.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _wake.Set();
        await _loop.ConfigureAwait(false);
    }

    /// <summary>Leaves the group, so that the others need not wait for the session to expire.</summary>
    public async Task LeaveAsync()
    {
        GroupGeneration left = Generation;
        Generation = GroupGeneration.None;
        try
        {
            await TellLeavingAsync(left).ConfigureAwait(false);
        }
        catch (RaftLogException exception)
        {
            ClientLog.LeavingFailed(Cluster.Logger, Coordinator.GroupId, exception.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _wake.Dispose();
        _stopping.Dispose();
    }

    /// <summary>One turn of the loop: joins, or waits and tells that this member is there, and takes over what it was assigned.</summary>
    protected abstract Task TurnAsync();

    protected abstract Task HeartbeatAsync();

    /// <summary>Tells the coordinator that this member leaves, if there is anything to tell.</summary>
    protected abstract Task TellLeavingAsync(GroupGeneration left);

    /// <summary>Joins again after a failure that says that it must; false for any other.</summary>
    protected abstract Task<bool> TryRejoinAsync(RaftLogException exception);

    /// <summary>The group has gone on without this member: whatever it read may be read by others.</summary>
    protected abstract Task LosePlaceAsync();

    /// <summary>A heartbeat while a step waits.</summary>
    protected virtual async Task KeepSessionAsync()
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

    /// <summary>Waits so long, or until the loop is to stop.</summary>
    protected Task WaitAsync(TimeSpan time) => _wake.WaitAsync((long)time.TotalMilliseconds);

    /// <summary>
    /// Hands a step to the consuming caller and waits for it, with heartbeats meanwhile. A caller that does not come within
    /// <see cref="ConsumerOptions.MaxPollInterval"/> loses its place, so that it does not hold up those who wait for its partitions.
    /// </summary>
    /// <returns>False when the place was lost.</returns>
    protected async Task<bool> HandOverAsync(RebalanceKind kind, TopicPartition[] partitions)
    {
        if (partitions.Length == 0)
        {
            return true;
        }

        var step = new RebalanceStep(kind, partitions);
        _handedOver = step;
        _pendingStep = step;
        _stepReady();
        long deadlineMs = Cluster.Clock.After(Options.MaxPollInterval);
        while (!step.Done.IsCompleted)
        {
            using var waited = CancellationTokenSource.CreateLinkedTokenSource(Stopping);
            Task interval = Task.Delay(HeartbeatInterval, Options.TimeProvider, waited.Token);
            await Task.WhenAny(step.Done, interval).ConfigureAwait(false);
            await waited.CancelAsync().ConfigureAwait(false);
            Stopping.ThrowIfCancellationRequested();
            if (step.Done.IsCompleted || kind == RebalanceKind.Lose)
            {
                continue; // Lost partitions wait for the caller as long as it takes; there is no place to keep.
            }

            if (Cluster.Clock.NowMs >= deadlineMs)
            {
                await LeaveAsync().ConfigureAwait(false);
                await LosePlaceAsync().ConfigureAwait(false);
                return false;
            }

            await KeepSessionAsync().ConfigureAwait(false);
        }

        _handedOver = null;
        return true;
    }

    /// <summary>Hands over all that this member has, or was about to have, as lost: the caller may have carried out the step that was broken off.</summary>
    protected async Task LoseAllAsync()
    {
        TopicPartition[] lost = [.. Owned.Union(_handedOver?.Partitions ?? [])];
        Owned = [];
        try
        {
            await HandOverAsync(RebalanceKind.Lose, lost).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop's condition ends it.
        }
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        int failures = 0;
        while (!Stopping.IsCancellationRequested)
        {
            try
            {
                await TurnAsync().ConfigureAwait(false);
                failures = 0;
            }
            catch (RaftLogException exception)
            {
                if (!await RecoverAsync(exception, ++failures).ConfigureAwait(false))
                {
                    return;
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    // Returns false when the failure is for good, and joining again would only repeat it.
    private async Task<bool> RecoverAsync(RaftLogException exception, int failures)
    {
        if (await TryRejoinAsync(exception).ConfigureAwait(false))
        {
            return true;
        }

        if (!exception.ErrorCode.IsRetriable())
        {
            Generation = GroupGeneration.None;
            _failed(exception);
            return false;
        }

        try
        {
            await WaitAsync(Cluster.Backoff.After(failures)).ConfigureAwait(false);
            if (exception.ErrorCode.NeedsMetadataRefresh())
            {
                await Cluster.Metadata.TryRefreshAsync(Stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The loop's condition ends it.
        }

        return true;
    }
}
