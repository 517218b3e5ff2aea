using RaftLog.Server.Configuration;

namespace RaftLog.Embedded;

/// <summary>
/// A whole cluster inside this process, for tests and small programs: real brokers with real Kafka ports on loopback, chosen by the operating
/// system, so that any number of clusters can run side by side. Not thread-safe, except for <see cref="BootstrapServers"/>.
/// </summary>
/// <example>
/// <code>
/// await using var cluster = await EmbeddedCluster.StartAsync(brokers: 3);
/// await using var producer = new Producer&lt;string, string&gt;(new ProducerOptions { BootstrapServers = cluster.BootstrapServers });
/// </code>
/// </example>
public sealed class EmbeddedCluster : IAsyncDisposable
{
    private const string Loopback = "127.0.0.1";

    // More voters of the metadata group than five would only slow it down; further brokers follow.
    private const int MostControllers = 5;

    private readonly EmbeddedClusterOptions _options;

    private EmbeddedCluster(int brokers, EmbeddedClusterOptions options)
    {
        _options = options;
        Brokers = [.. Enumerable.Range(1, brokers).Select(id => new EmbeddedBroker(OptionsOf(id, brokers, options), options))];
        var controllers = Brokers.Take(Math.Min(MostControllers, brokers - 1 + (brokers % 2))).ToArray();
        foreach (var broker in Brokers)
        {
            foreach (var controller in controllers)
            {
                broker.Options.Controllers.Add(new ControllerAddress { Id = controller.Id, Peer = controller.PeerAddress });
            }

            options.Configure?.Invoke(broker.Options);
        }
    }

    /// <summary>The brokers, numbered from 1.</summary>
    public IReadOnlyList<EmbeddedBroker> Brokers { get; }

    /// <summary>What a Kafka client is given to connect to: the addresses of all brokers, running or not.</summary>
    public string BootstrapServers => string.Join(',', Brokers.Select(broker => $"{Loopback}:{broker.KafkaPort}"));

    /// <summary>Starts a cluster; completes when every broker is ready for clients.</summary>
    /// <param name="brokers">How many brokers.</param>
    /// <param name="options">Disk, settings and logging; null for a cluster in memory with the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">Not all brokers became ready in time.</exception>
    public static async Task<EmbeddedCluster> StartAsync(int brokers = 3, EmbeddedClusterOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(brokers, 1);
        var cluster = new EmbeddedCluster(brokers, options ?? new EmbeddedClusterOptions());
        try
        {
            await cluster.StartAllAsync(cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The broker of that number.</summary>
    public EmbeddedBroker Broker(int id) =>
        Brokers.FirstOrDefault(broker => broker.Id == id)
        ?? throw new ArgumentOutOfRangeException(nameof(id), $"There is no broker {id}; there are 1 to {Brokers.Count}.");

    /// <summary>Starts every broker that does not run, and completes when all are ready.</summary>
    public async Task StartAllAsync(CancellationToken cancellationToken = default)
    {
        await Task.WhenAll(Brokers.Where(broker => !broker.IsRunning).Select(broker => broker.StartAsync(cancellationToken)));
        await WaitUntilReadyAsync(cancellationToken);
    }

    /// <summary>Completes when every running broker is ready for clients.</summary>
    /// <exception cref="TimeoutException">Not all became ready in <see cref="EmbeddedClusterOptions.ReadyTimeout"/>; the message says what they wait for.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken = default)
    {
        var running = Brokers.Where(broker => broker.IsRunning).ToArray();
        try
        {
            await Task.WhenAll(running.Select(broker => broker.Ready)).WaitAsync(_options.ReadyTimeout, cancellationToken);
        }
        catch (TimeoutException late)
        {
            var missing = running.Where(broker => !broker.Status.IsReady)
                .Select(broker => $"broker {broker.Id} is {broker.Status.State} and waits for {string.Join(", ", broker.Status.WaitingFor)}");
            throw new TimeoutException($"Not ready after {_options.ReadyTimeout.TotalSeconds} s: {string.Join("; ", missing)}.", late);
        }
    }

    /// <summary>Kills all brokers at the same time; see <see cref="EmbeddedBroker.KillAsync"/>.</summary>
    public Task KillAllAsync() => Task.WhenAll(Brokers.Select(broker => broker.KillAsync()));

    /// <summary>Takes the power from all brokers at the same time; see <see cref="EmbeddedBroker.LosePowerAsync"/>.</summary>
    public Task LosePowerAsync() => Task.WhenAll(Brokers.Select(broker => broker.LosePowerAsync()));

    /// <summary>Ends all brokers. Nothing is handed over, since nobody is left to take it.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(Brokers.Select(broker => broker.DisposeAsync().AsTask()));

    private static RaftLogOptions OptionsOf(int id, int brokers, EmbeddedClusterOptions options) => new()
    {
        BrokerId = id,
        ClusterId = "embedded",
        DataDirectory = Path.Combine(options.DataDirectory ?? "/", $"broker-{id}"),
        Kafka = new ListenerOptions { Listen = new HostPort(Loopback, 0) },
        Peer = new ListenerOptions { Listen = new HostPort(Loopback, 0) },
        Http = new HttpOptions { Listen = options.ServesHttp ? new HostPort(Loopback, 0) : null },
        Topics = new TopicDefaultsOptions { DefaultReplicationFactor = Math.Min(3, brokers - 1 + (brokers % 2)) },

        // A few brokers share the cores of one machine.
        Shards = 1,
    };
}
