using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Network;

/// <summary>
/// Keeps the picture of the cluster: refreshed when it is old, and at once when something says that it is wrong. Several callers share
/// one refresh. A broker that is silent does not hold a refresh up: after a moment the next one is asked beside it.
/// </summary>
internal sealed class MetadataCache : IAsyncDisposable
{
    // How long a topic that no broker knows is asked for again: it may just have been created.
    private static readonly TimeSpan UnknownTopicPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan HedgeDelay = TimeSpan.FromMilliseconds(100);

    // Who asks again so soon was not helped by the last answer,
    private const long RepeatMs = 1_000;

    // and who does so for this long is not only waiting for an election that a broken connection set off.
    private const long UnhelpfulMs = 100;

    private readonly ClusterClient _cluster;
    private readonly bool _allowTopicCreation;
    private readonly ILogger _logger;
    private readonly IReadOnlyList<DnsEndPoint> _bootstrap;
    private readonly ConcurrentDictionary<string, bool> _topics = new();
    private readonly CancellationTokenSource _disposed = new();
    private readonly Lock _lock = new();

    // Guarded by _lock.
    private Task? _refresh;
    private long _refreshedMs = long.MinValue;
    private long _firstOfRepeatsMs;
    private DnsEndPoint? _lastAnswered;

    // How many topics were ever added, and how many of them the last refresh asked for.
    private int _addedTopics;
    private int _refreshedTopics;

    private volatile ClusterMetadata _current = ClusterMetadata.Empty;

    public MetadataCache(ClusterClient cluster, bool allowTopicCreation, ILogger logger)
    {
        _cluster = cluster;
        _allowTopicCreation = allowTopicCreation;
        _logger = logger;
        _bootstrap = BootstrapList.Parse(cluster.Options.BootstrapServers);
    }

    /// <summary>The picture as it is known now; read it once per decision.</summary>
    public ClusterMetadata Current => _current;

    /// <summary>Whether the picture is so old that it should be asked for again; never before there is a topic of interest.</summary>
    public bool IsStale
    {
        get
        {
            lock (_lock)
            {
                return !_topics.IsEmpty
                    && (_refreshedMs == long.MinValue
                        || _cluster.Clock.NowMs - _refreshedMs > _cluster.Options.MetadataMaxAge.TotalMilliseconds);
            }
        }
    }

    public void AddTopic(string topic)
    {
        if (_topics.TryAdd(topic, true))
        {
            Interlocked.Increment(ref _addedTopics);
        }
    }

    /// <summary>Waits until at least one broker is known.</summary>
    public async Task EnsureBrokersAsync(CancellationToken cancellationToken)
    {
        if (_current.Brokers.Count == 0)
        {
            await RefreshAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The topic as soon as it is known.</summary>
    /// <exception cref="RaftLogException">It does not exist, or nobody answered within <paramref name="patience"/>.</exception>
    public async Task<TopicMetadata> GetTopicAsync(string topic, TimeSpan patience, CancellationToken cancellationToken)
    {
        AddTopic(topic);
        int added = Volatile.Read(ref _addedTopics);
        long startMs = _cluster.Clock.NowMs;
        for (int failures = 1; ; failures++)
        {
            ClusterMetadata current = _current;
            if (current.Topics.TryGetValue(topic, out TopicMetadata? found))
            {
                return found;
            }

            ErrorCode error = current.Errors.GetValueOrDefault(topic, ErrorCode.None);
            if (error != ErrorCode.None)
            {
                bool isUnknown = error is ErrorCode.UnknownTopicOrPartition;
                TimeSpan wait = !error.IsRetriable() ? TimeSpan.Zero : isUnknown && patience > UnknownTopicPatience ? UnknownTopicPatience : patience;
                ThrowIfPassed(startMs, wait, error, topic, isUnknown ? "does not exist; create it, or check its name" : $"cannot be used: {error.KafkaName()}");
            }

            try
            {
                await RefreshAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (RaftLogException exception) when (exception.IsRetriable)
            {
                ThrowIfPassed(startMs, patience, exception.ErrorCode, topic, $"could not be looked up: {exception.Message}");
                await Task.Delay(_cluster.Backoff.After(failures), _cluster.Clock.TimeProvider, cancellationToken).ConfigureAwait(false);
                continue;
            }

            // A refresh that was under way before the topic was added says nothing about it.
            bool wasAskedFor = Volatile.Read(ref _refreshedTopics) >= added;
            if (wasAskedFor && !_current.Topics.ContainsKey(topic))
            {
                await Task.Delay(_cluster.Backoff.After(failures), _cluster.Clock.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Refreshes; a failure is only logged.</summary>
    public async Task TryRefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RefreshAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RaftLogException exception)
        {
            ClientLog.MetadataFailed(_logger, exception.Message);
        }
    }

    /// <summary>Asks a broker for the topics of interest; joins a refresh that is under way.</summary>
    /// <exception cref="RaftLogException">No broker answered.</exception>
    public Task RefreshAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_refresh is null or { IsCompleted: true })
            {
                _refresh = RefreshOnceAsync();
            }

            return _refresh.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Asks for topics without remembering them; null asks for all.</summary>
    public async Task<MetadataResponse> QueryAsync(IEnumerable<string>? topics, CancellationToken cancellationToken)
    {
        var request = new MetadataRequest
        {
            Topics = topics?.Select(topic => new MetadataRequest.Topic { Name = topic }).ToList(),
            AllowAutoTopicCreation = _allowTopicCreation,
        };
        return await AskAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync().ConfigureAwait(false);
        Task? refresh;
        lock (_lock)
        {
            refresh = _refresh;
        }

        if (refresh is not null)
        {
            await refresh.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _disposed.Dispose();
    }

    private async Task RefreshOnceAsync()
    {
        await Task.Yield(); // Nothing below may run under the caller's lock.
        int added = Volatile.Read(ref _addedTopics);
        MetadataResponse response = await QueryAsync(_topics.Keys, _disposed.Token).ConfigureAwait(false);
        _current = _current.Merge(response);
        Volatile.Write(ref _refreshedTopics, added);
        lock (_lock)
        {
            long nowMs = _cluster.Clock.NowMs;
            _firstOfRepeatsMs = IsRepeat(nowMs) ? _firstOfRepeatsMs : nowMs;
            _refreshedMs = nowMs;
        }
    }

    private async Task<MetadataResponse> AskAsync(MetadataRequest request, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asked = new List<Task<(DnsEndPoint EndPoint, MetadataResponse? Response, Exception? Failure)>>();
        Exception? lastFailure = null;
        Queue<DnsEndPoint> candidates = Candidates();
        while (candidates.Count > 0 || asked.Count > 0)
        {
            if (candidates.TryDequeue(out DnsEndPoint? next))
            {
                asked.Add(AskOneAsync(next, request, enough.Token));
            }

            await AnyOrHedgeAsync(asked, hasMore: candidates.Count > 0, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var answer in asked.Where(task => task.IsCompleted).ToArray())
            {
                asked.Remove(answer);
                (DnsEndPoint endPoint, MetadataResponse? response, Exception? failure) = await answer.ConfigureAwait(false);
                if (response is { Brokers.Count: > 0 })
                {
                    await enough.CancelAsync().ConfigureAwait(false);
                    lock (_lock)
                    {
                        _lastAnswered = endPoint;
                    }

                    return response;
                }

                lastFailure = failure ?? lastFailure;
            }
        }

        throw new RaftLogException(
            ErrorCode.NetworkException,
            $"No broker answered; the last failure: {lastFailure?.Message ?? "the answer named no broker."} Check BootstrapServers = {_cluster.Options.BootstrapServers}.",
            null,
            lastFailure);
    }

    private async Task AnyOrHedgeAsync<T>(List<Task<T>> asked, bool hasMore, CancellationToken cancellationToken)
    {
        Task any = Task.WhenAny(asked);
        if (!hasMore)
        {
            await any.WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        using var answered = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task hedge = Task.Delay(HedgeDelay, _cluster.Clock.TimeProvider, answered.Token);
        await Task.WhenAny(any, hedge).ConfigureAwait(false);
        await answered.CancelAsync().ConfigureAwait(false);
    }

    private async Task<(DnsEndPoint EndPoint, MetadataResponse? Response, Exception? Failure)> AskOneAsync(
        DnsEndPoint endPoint, MetadataRequest request, CancellationToken cancellationToken)
    {
        try
        {
            BrokerChannel channel = _cluster.Channel(endPoint, ConnectionPurpose.General);
            MetadataResponse response = await _cluster
                .SendAsync<MetadataRequest, MetadataResponse>(channel, request, cancellationToken)
                .ConfigureAwait(false);
            return (endPoint, response, null);
        }
        catch (Exception exception) when (exception is RaftLogException or OperationCanceledException or ObjectDisposedException)
        {
            return (endPoint, null, exception);
        }
    }

    /// <summary>
    /// Brokers that are connected, then the others that are known, then the bootstrap list. Last comes the one whose answers have not helped
    /// for a while: a broker that is cut off from the others answers as promptly as any, and never hears of the next leader.
    /// </summary>
    private Queue<DnsEndPoint> Candidates()
    {
        DnsEndPoint[] known = [.. _current.Brokers.Values];
        lock (_cluster.Random)
        {
            _cluster.Random.Shuffle(known);
        }

        DnsEndPoint? unhelpful = Unhelpful();
        IEnumerable<DnsEndPoint> byPromise = known.OrderByDescending(endPoint => _cluster.Channel(endPoint, ConnectionPurpose.General).IsOpen);
        return new Queue<DnsEndPoint>(byPromise.Concat(_bootstrap).Distinct().OrderBy(endPoint => endPoint.Equals(unhelpful)));
    }

    private DnsEndPoint? Unhelpful()
    {
        lock (_lock)
        {
            long nowMs = _cluster.Clock.NowMs;
            return IsRepeat(nowMs) && nowMs - _firstOfRepeatsMs >= UnhelpfulMs ? _lastAnswered : null;
        }
    }

    private bool IsRepeat(long nowMs) => _refreshedMs != long.MinValue && nowMs - _refreshedMs < RepeatMs;

    private void ThrowIfPassed(long startMs, TimeSpan patience, ErrorCode error, string topic, string what)
    {
        if (_cluster.Clock.NowMs - startMs >= patience.TotalMilliseconds)
        {
            throw new RaftLogException(error, $"Topic {topic} {what}.", new TopicPartition(topic, -1));
        }
    }
}
