using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using RaftLog.Model;
using RaftLog.Protocol;

namespace RaftLog.Client.Network;

/// <summary>
/// The cluster as producers, consumers and the admin client see it: brokers by number, connections that open by themselves, and
/// the metadata that says who leads what.
/// </summary>
internal sealed class ClusterClient : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(DnsEndPoint EndPoint, ConnectionPurpose Purpose), BrokerChannel> _channels = new();
    private readonly ILogger _logger;

    public ClusterClient(ClientOptions options, bool allowTopicCreation)
    {
        Options = options;
        Clock = new MonotonicClock(options.TimeProvider);
        Random = new Random(options.RandomSeed ?? System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue));
        Backoff = new Backoff(options, Random);
        _logger = options.LoggerFactory.CreateLogger("RaftLog.Client");
        Metadata = new MetadataCache(this, allowTopicCreation, _logger);
    }

    public ClientOptions Options { get; }

    public MonotonicClock Clock { get; }

    /// <summary>Locked by whoever draws from it.</summary>
    public Random Random { get; }

    public Backoff Backoff { get; }

    public MetadataCache Metadata { get; }

    public ILogger Logger => _logger;

    public BrokerChannel Channel(DnsEndPoint endPoint, ConnectionPurpose purpose) =>
        _channels.GetOrAdd(
            (endPoint, purpose),
            static (key, self) => new BrokerChannel(key.EndPoint, self.Options, self.Clock, self.Backoff, self._logger),
            this);

    /// <summary>The way to a broker that the metadata names; null when it is not (or no longer) in the cluster.</summary>
    public BrokerChannel? Channel(int brokerId, ConnectionPurpose purpose) =>
        Metadata.Current.Brokers.TryGetValue(brokerId, out DnsEndPoint? endPoint) ? Channel(endPoint, purpose) : null;

    /// <summary>Sends a request to a broker and returns its response, without a retry.</summary>
    public async Task<TResponse> SendAsync<TRequest, TResponse>(
        int brokerId,
        ConnectionPurpose purpose,
        TRequest request,
        CancellationToken cancellationToken,
        TimeSpan? timeout = null)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IKafkaResponse<TResponse>
    {
        BrokerChannel channel = Channel(brokerId, purpose) ?? throw Unknown(brokerId);
        return await SendAsync<TRequest, TResponse>(channel, request, cancellationToken, timeout).ConfigureAwait(false);
    }

    /// <inheritdoc cref="SendAsync{TRequest,TResponse}(int,ConnectionPurpose,TRequest,CancellationToken,TimeSpan?)"/>
    public async Task<TResponse> SendAsync<TRequest, TResponse>(
        BrokerChannel channel, TRequest request, CancellationToken cancellationToken, TimeSpan? timeout = null, short highestVersion = short.MaxValue)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IKafkaResponse<TResponse>
    {
        BrokerConnection connection = await channel.GetAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        short version = connection.ApiVersions.Choose(TRequest.MessageId, highestVersion);
        Received<TResponse> received = await connection
            .SendAsync<TRequest, TResponse>(request, version, timeout ?? Options.RequestTimeout)
            .WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        return received.Message;
    }

    /// <summary>Any broker that is likely to answer: one with an open connection first.</summary>
    public int AnyBroker()
    {
        int[] brokers = [.. Metadata.Current.Brokers.Keys];
        lock (Random)
        {
            Random.Shuffle(brokers);
        }

        foreach (int broker in brokers)
        {
            if (Channel(broker, ConnectionPurpose.General) is { IsOpen: true })
            {
                return broker;
            }
        }

        return brokers.Length > 0 ? brokers[0] : -1;
    }

    /// <summary>
    /// Runs an operation until it succeeds, fails for good, or <see cref="ClientOptions.OperationTimeout"/> has passed. Between two
    /// attempts it waits, and asks for metadata where the error says that the picture of the cluster is stale.
    /// </summary>
    public async Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        long deadlineMs = Clock.After(Options.OperationTimeout);
        for (int failures = 1; ; failures++)
        {
            try
            {
                await Metadata.EnsureBrokersAsync(cancellationToken).ConfigureAwait(false);
                return await operation(cancellationToken).ConfigureAwait(false);
            }
            catch (RaftLogException exception) when (exception.IsRetriable && Clock.NowMs < deadlineMs)
            {
                await Task.Delay(Backoff.After(failures), Clock.TimeProvider, cancellationToken).ConfigureAwait(false);
                if (exception.ErrorCode.NeedsMetadataRefresh() || exception.ErrorCode == ErrorCode.NotController)
                {
                    await Metadata.TryRefreshAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Metadata.DisposeAsync().ConfigureAwait(false);
        foreach (BrokerChannel channel in _channels.Values)
        {
            await channel.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static RaftLogException Unknown(int brokerId) =>
        new(ErrorCode.NetworkException, $"Broker {brokerId} is not in the cluster's metadata at present; it may be down.");
}
