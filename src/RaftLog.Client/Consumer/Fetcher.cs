using System.Collections.Concurrent;
using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <summary>
/// Fetches ahead of the reader: one loop that keeps one request under way to each broker, for the partitions that it leads, as long as
/// the buffer has room. Positions that are not known yet are resolved beside it.
/// </summary>
internal sealed partial class Fetcher : IAsyncDisposable
{
    private const long IdleMs = 60_000;

    private readonly ConsumerOptions _options;
    private readonly ClusterClient _cluster;
    private readonly AssignedPartitions _partitions;
    private readonly PositionResolver _positions;
    private readonly Action _arrived;
    private readonly AsyncSignal _wake;
    private readonly MetadataPoll _metadataPoll;
    private readonly ConcurrentQueue<BrokerFetch> _ended = new();
    private readonly Dictionary<int, BrokerFetch> _underWay = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;
    private RaftLogException? _failure;
    private int _rotation;

    public Fetcher(
        ConsumerOptions options, ClusterClient cluster, AssignedPartitions partitions, GroupCoordinator? coordinator, Action arrived)
    {
        _options = options;
        _cluster = cluster;
        _partitions = partitions;
        _arrived = arrived;
        _wake = new AsyncSignal(options.TimeProvider);
        _metadataPoll = new MetadataPoll(cluster, _wake.Set);
        _positions = new PositionResolver(options, cluster, partitions, coordinator, Fail, _wake.Set);
        Buffer = new FetchBuffer(partitions, _wake.Set);
        _loop = RunAsync();
    }

    public FetchBuffer Buffer { get; }

    /// <summary>Whether <see cref="ThrowIfFailed"/> would throw.</summary>
    public bool HasFailed => Volatile.Read(ref _failure) is not null;

    /// <summary>Tells the loop that there is something else to fetch.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Throws what retries did not heal, once.</summary>
    public void ThrowIfFailed()
    {
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
        {
            throw failure;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _wake.Set();
        await _loop.ConfigureAwait(false);
        await _positions.DisposeAsync().ConfigureAwait(false);
        await _metadataPoll.DisposeAsync().ConfigureAwait(false);
        Buffer.Clear();
        _wake.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        while (!_stopping.IsCancellationRequested)
        {
            long nextMs = Turn(_cluster.Clock.NowMs);
            await _wake.WaitAsync(nextMs - _cluster.Clock.NowMs).ConfigureAwait(false);
        }

        await EndFetchesAsync().ConfigureAwait(false);
    }

    /// <summary>One turn of the loop; returns when the next one is due at the latest, on the monotonic clock.</summary>
    private long Turn(long nowMs)
    {
        while (_ended.TryDequeue(out BrokerFetch? fetch))
        {
            HandleEnd(fetch, nowMs);
        }

        long nextMs = nowMs + IdleMs;
        foreach (BrokerFetch fetch in PlanFetches(nowMs, ref nextMs))
        {
            _underWay.Add(fetch.BrokerId, fetch);
            _ = FetchAsync(fetch); // Its end is queued, which the loop counts on before it stops.
        }

        foreach (BrokerFetch fetch in _underWay.Values)
        {
            nextMs = Math.Min(nextMs, WatchSilence(fetch, nowMs));
        }

        if (_cluster.Metadata.IsStale)
        {
            _metadataPoll.Request();
        }

        return nextMs;
    }

    private List<BrokerFetch> PlanFetches(long nowMs, ref long nextMs)
    {
        var planned = new Dictionary<int, BrokerFetch>();
        ClusterMetadata metadata = _cluster.Metadata.Current;
        lock (_partitions.Lock)
        {
            int count = _partitions.States.Count;
            long share = count == 0 ? 0 : Math.Max(_options.MaxPartitionFetchBytes, _options.PrefetchBytes / count);
            bool hasRoom = Buffer.Bytes < _options.PrefetchBytes;

            // Begins with another partition each time, so that none is always served last when the response is full.
            foreach (PartitionState state in _partitions.States.Skip(_rotation).Concat(_partitions.States.Take(_rotation)))
            {
                if (state.Status != PositionStatus.Known)
                {
                    _positions.Request();
                    continue;
                }

                if (!hasRoom || state.IsPaused || state.IsFetching || state.BufferedBytes >= share)
                {
                    continue;
                }

                PartitionMetadata leader = metadata.Leader(state.Partition);
                long heldUntilMs = HeldUntil(state, leader);
                if (leader.Leader < 0 || heldUntilMs > nowMs)
                {
                    nextMs = leader.Leader < 0 ? nextMs : Math.Min(nextMs, heldUntilMs);
                    continue;
                }

                if (!_underWay.ContainsKey(leader.Leader))
                {
                    Add(planned, state, leader, nowMs);
                }
            }

            _rotation = count == 0 ? 0 : (_rotation + 1) % count;
        }

        return [.. planned.Values];
    }

    private static void Add(Dictionary<int, BrokerFetch> planned, PartitionState state, PartitionMetadata leader, long nowMs)
    {
        if (!planned.TryGetValue(leader.Leader, out BrokerFetch? fetch))
        {
            fetch = new BrokerFetch(leader.Leader, nowMs);
            planned.Add(leader.Leader, fetch);
        }

        state.IsFetching = true;
        fetch.Partitions.Add((state, state.Generation, state.FetchOffset, leader));
    }

    /// <summary>Until when the partition is held back after a failure; not any longer once another leader is known.</summary>
    private long HeldUntil(PartitionState state, PartitionMetadata leader)
    {
        if (leader.Leader < 0)
        {
            _metadataPoll.Request();
            return 0;
        }

        if (state.Suspect is not { } suspect)
        {
            return state.NotBeforeMs;
        }

        if (suspect != leader)
        {
            return 0;
        }

        _metadataPoll.Request();
        return Math.Max(state.NotBeforeMs, _cluster.Channel(leader.Leader, ConnectionPurpose.Fetch)?.NotBeforeMs ?? 0);
    }

    private async Task FetchAsync(BrokerFetch fetch)
    {
        try
        {
            BrokerChannel channel = _cluster.Channel(fetch.BrokerId, ConnectionPurpose.Fetch)
                ?? throw new RaftLogException(ErrorCode.NetworkException, $"Broker {fetch.BrokerId} has left the cluster's metadata.");
            fetch.Channel = channel;
            BrokerConnection connection = await channel.GetAsync().ConfigureAwait(false);
            fetch.Response = await connection
                .SendAsync<FetchRequest, FetchResponse>(
                    Request(fetch),
                    connection.ApiVersions.Choose(ApiKey.Fetch),
                    _options.RequestTimeout + _options.FetchMaxWait,
                    poolsFrame: true,
                    continuesInline: true)
                .ConfigureAwait(false);
        }
        catch (RaftLogException exception)
        {
            fetch.Failure = exception;
        }
        catch (Exception exception)
        {
            fetch.Failure = new RaftLogException(ErrorCode.NetworkException, $"Fetching failed: {exception.Message}", null, exception);
        }

        _ended.Enqueue(fetch);
        _wake.Set();
    }

    private FetchRequest Request(BrokerFetch fetch)
    {
        var request = new FetchRequest
        {
            MaxWaitMs = (int)_options.FetchMaxWait.TotalMilliseconds,
            MinBytes = _options.FetchMinBytes,
            MaxBytes = _options.FetchMaxBytes,
            IsolationLevel = (Protocol.IsolationLevel)_options.IsolationLevel,
        };
        var topics = new Dictionary<string, FetchRequest.FetchTopic>();
        foreach ((PartitionState state, _, long offset, PartitionMetadata leader) in fetch.Partitions)
        {
            if (!topics.TryGetValue(state.Partition.Topic, out FetchRequest.FetchTopic? topic))
            {
                topic = new FetchRequest.FetchTopic { Topic = state.Partition.Topic };
                topics.Add(topic.Topic, topic);
                request.Topics.Add(topic);
            }

            topic.Partitions.Add(new FetchRequest.FetchPartition
            {
                Partition = state.Partition.Partition,
                CurrentLeaderEpoch = leader.LeaderEpoch,
                FetchOffset = offset,
                PartitionMaxBytes = _options.MaxPartitionFetchBytes,
            });
        }

        return request;
    }

    /// <summary>Breaks off what is under way and waits for its end, since each end may hold a pooled frame.</summary>
    private async Task EndFetchesAsync()
    {
        var closed = new RaftLogException(ErrorCode.NetworkException, "The consumer was closed.");
        while (true)
        {
            while (_ended.TryDequeue(out BrokerFetch? fetch))
            {
                _underWay.Remove(fetch.BrokerId);
                fetch.Response?.Frame?.Release();
            }

            if (_underWay.Count == 0)
            {
                return;
            }

            foreach (BrokerFetch fetch in _underWay.Values)
            {
                fetch.Channel?.Abandon(closed);
            }

            await _wake.WaitAsync(PollInterval.MaxMs).ConfigureAwait(false);
        }
    }

    private void Fail(RaftLogException failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        _arrived();
    }
}
