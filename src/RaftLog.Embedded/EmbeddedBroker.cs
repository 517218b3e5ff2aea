using RaftLog.Replication;
using RaftLog.Server.Configuration;
using RaftLog.Server.Hosting;
using RaftLog.Server.Node;
using RaftLog.Storage;

namespace RaftLog.Embedded;

/// <summary>
/// One broker of an <see cref="EmbeddedCluster"/>. It keeps its ports and its disk when it is stopped and started again. Not thread-safe.
/// </summary>
public sealed class EmbeddedBroker : IAsyncDisposable
{
    private readonly RaftLogOptions _options;
    private readonly EmbeddedClusterOptions _cluster;
    private readonly InMemoryFileSystem? _memory;
    private TcpPeerTransport? _boundTransport;
    private BrokerHost? _host;

    internal EmbeddedBroker(RaftLogOptions options, EmbeddedClusterOptions cluster)
    {
        _options = options;
        _cluster = cluster;
        _memory = cluster.DataDirectory is null ? new InMemoryFileSystem(cluster.CanLosePower) : null;

        // Bound before anything starts: every broker must be told the peer ports of all.
        _boundTransport = PeerListener.Bind(options, TimeProvider.System, cluster.Loggers);
        _options.Peer.Listen = _options.Peer.Listen with { Port = _boundTransport.Port };
    }

    /// <summary>The broker's number.</summary>
    public int Id => _options.BrokerId;

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => _host is not null;

    /// <summary>The port of its Kafka listener, on loopback; 0 before it first ran.</summary>
    public int KafkaPort => _options.Kafka.Listen.Port;

    /// <summary>The port of its HTTP listener, on loopback; 0 when it serves none.</summary>
    public int HttpPort => _options.Http.Listen?.Port ?? 0;

    /// <summary>Whether it is ready for clients, and what it waits for if not.</summary>
    public NodeStatus Status => _host?.Node.Status ?? new NodeStatus(false, "stopped", ["start"]);

    /// <summary>Whether it is the controller, as far as it knows.</summary>
    public bool IsController => _host?.Node.IsController ?? false;

    internal HostPort PeerAddress => _options.Peer.Listen;

    internal RaftLogOptions Options => _options;

    /// <summary>What runs in it; null while nothing does.</summary>
    internal BrokerNode? Node => _host?.Node;

    internal Task Ready => _host?.Ready ?? throw new InvalidOperationException($"Broker {Id} does not run.");

    /// <summary>Starts it; completes when it listens. <see cref="EmbeddedCluster.WaitUntilReadyAsync"/> waits until it is ready.</summary>
    /// <exception cref="InvalidOperationException">It runs already.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_host is not null)
        {
            throw new InvalidOperationException($"Broker {Id} runs already.");
        }

        var transport = Interlocked.Exchange(ref _boundTransport, null);
        _host = await BrokerHost.StartAsync(
            _options,
            new BrokerHostSetup { Loggers = _cluster.Loggers, Files = Disk(), PeerTransport = transport },
            cancellationToken);
        _options.Kafka.Listen = _options.Kafka.Listen with { Port = _host.KafkaPort };
        if (_options.Http.Listen is { } http)
        {
            _options.Http.Listen = http with { Port = _host.HttpPort };
        }
    }

    /// <summary>Stops it in good order: its leaderships are handed over first. Nothing happens when it does not run.</summary>
    public async Task StopAsync()
    {
        if (_host is { } host)
        {
            await host.StopAsync();
            await EndAsync();
        }
    }

    /// <summary>
    /// Ends it as a killed process ends: nothing is handed over and its connections are cut. What it wrote is still on its disk, flushed or
    /// not. Nothing happens when it does not run.
    /// </summary>
    public async Task KillAsync()
    {
        if (_host is { } host)
        {
            await host.KillAsync();
            await EndAsync();
        }
    }

    /// <summary>Takes its power away: it ends, and what was not flushed is gone.</summary>
    /// <exception cref="InvalidOperationException">The cluster was not started with <see cref="EmbeddedClusterOptions.CanLosePower"/>.</exception>
    public async Task LosePowerAsync()
    {
        if (_memory is null || !_cluster.CanLosePower)
        {
            throw new InvalidOperationException("Only a cluster in memory that was started with CanLosePower can lose power.");
        }

        // The disk first: what the broker still writes while it ends must fail, or it would come back with more than it had flushed.
        _memory.LosePower();
        await KillAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        if (_boundTransport is { } transport)
        {
            await transport.DisposeAsync();
        }
    }

    private IFileSystem? Disk() => _cluster.Disk is { } wrap ? wrap(Id, (IFileSystem?)_memory ?? new PhysicalFileSystem()) : _memory;

    private async Task EndAsync()
    {
        await _host!.DisposeAsync();
        _host = null;
    }
}
