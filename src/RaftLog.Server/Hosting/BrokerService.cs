#pragma warning disable RS0030 // The host is above the seams: it has the threads of the process.

using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RaftLog.Broker;
using RaftLog.Server.Configuration;
using RaftLog.Server.Node;

namespace RaftLog.Server.Hosting;

/// <summary>
/// Starts and stops the node around the listeners: it starts when they are bound (the Kafka port is known then), hands over while they still
/// serve, and closes when they no longer do.
/// </summary>
internal sealed class BrokerService : IHostedLifecycleService, IAsyncDisposable
{
    // The rest of the time to stop is for closing connections and logs.
    private const double HandOverShare = 0.6;
    private static readonly TimeSpan ReadyPollInterval = TimeSpan.FromMilliseconds(5);

    private readonly RaftLogOptions _options;
    private readonly Func<RaftLogOptions, (HostPort Kafka, HostPort Peer)> _advertised;
    private readonly Func<IPEndPoint> _kafkaListener;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource<KafkaBroker> _kafka = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private Task _ready = Task.CompletedTask;
    private Task _firstRequests = Task.CompletedTask;
    private volatile bool _skipsHandOver;
    private bool _isDisposed;

    public BrokerService(
        BrokerNode node,
        RaftLogOptions options,
        Func<RaftLogOptions, (HostPort Kafka, HostPort Peer)> advertised,
        Func<IPEndPoint> kafkaListener,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        Node = node;
        _options = options;
        _advertised = advertised;
        _kafkaListener = kafkaListener;
        _time = time;
        _logger = loggers.CreateLogger<BrokerService>();
    }

    public BrokerNode Node { get; }

    /// <summary>Completes when the node has started.</summary>
    public Task<KafkaBroker> Kafka => _kafka.Task;

    /// <summary>Completes when the node is ready for the first time.</summary>
    public Task Ready => _ready;

    /// <summary>Makes the stop a crash.</summary>
    public void SkipHandOver() => _skipsHandOver = true;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var (kafka, peer) = _advertised(_options);
        ServerLog.Started(_logger, _options.BrokerId, _options.ClusterId, kafka, peer, _options.DataDirectory);
        Node.Start(kafka, peer);
        _kafka.SetResult(Node.Kafka!);
        _ready = WatchAsync();
        _firstRequests = FirstRequests.AskAsync(_kafkaListener(), _logger, _stopping.Token);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (!_skipsHandOver)
        {
            ServerLog.Stopping(_logger, _options.BrokerId);
            await Node.HandOverAsync(TimeSpan.FromMilliseconds(_options.ShutdownTimeoutMs * HandOverShare));
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync();
        ServerLog.Stopped(_logger, _options.BrokerId);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _stopping.CancelAsync();
        _kafka.TrySetCanceled();
        await Task.WhenAll(_ready, _firstRequests).ContinueWith(static _ => { }, TaskScheduler.Default);
        await Node.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task WatchAsync()
    {
        long started = _time.GetTimestamp();
        while (!Node.Status.IsReady)
        {
            await Task.Delay(ReadyPollInterval, _time, _stopping.Token);
        }

        var elapsed = _time.GetElapsedTime(started);
        ServerLog.Ready(_logger, _options.BrokerId, elapsed);
    }
}
