using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using RaftLog.Client;
using RaftLog.LocalCluster;

namespace RaftLog.Chaos;

/// <summary>The brokers of a run: real processes on free ports below the run's folder, that die with the runner.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    /// <summary>The topic that the workload writes and reads.</summary>
    public const string Topic = "chaos";

    /// <summary>The topic for records that nobody checks, only their weight counts.</summary>
    public const string BulkTopic = "bulk";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WholePoll = TimeSpan.FromMilliseconds(250);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(1) };

    private readonly LocalBrokers _brokers;
    private readonly Watchdog _watchdog;
    private readonly Dictionary<int, int> _running = [];
    private readonly string[] _settings;
    private readonly AdminClient _admin;
    private string[] _topics = [Topic, BulkTopic];

    /// <summary>Places the brokers of a scenario; nothing is started yet.</summary>
    public ChaosCluster(Scenario scenario, string folder, Random random, Watchdog watchdog)
    {
        _watchdog = watchdog;
        string configuration = scenario.Brokers == 3 ? "three-nodes" : "five-nodes";
        var layout = ClusterLayout.LoadOnFreePorts(Checkout.Root, configuration, folder);
        layout = layout with { Controllers = [.. layout.Nodes.Select(n => n.Id)] };
        _brokers = new LocalBrokers(layout, BrokerPrograms.For(scenario.Disk));
        _settings = [.. scenario.Updates is null ? [] : CompactedTopic.BrokerSettings, .. scenario.NeedsFiles ? FileTopics.BrokerSettings : []];
        Mesh = scenario.NeedsProxies ? new PeerMesh(layout, random) : null;
        Disks = scenario.Disk == DiskKind.Losing ? new LosingDisks(_brokers.Brokers) : null;
        Clocks = scenario.NeedsFakeClock ? new FakeClocks(_brokers.Brokers) : null;
        _admin = new AdminClient(new ClientOptions { BootstrapServers = layout.BootstrapServers, ClientId = "chaos-runner" });
    }

    /// <summary>The brokers' numbers.</summary>
    public IReadOnlyList<int> Ids => [.. _brokers.Brokers.Select(b => b.Node.Id)];

    /// <summary>What clients connect to.</summary>
    public string BootstrapServers => _brokers.Layout.BootstrapServers;

    /// <summary>The proxies between the brokers, in scenarios that need them.</summary>
    public PeerMesh? Mesh { get; }

    /// <summary>The disks that can be told to fail, in scenarios that need them.</summary>
    public LosingDisks? Disks { get; }

    /// <summary>The clocks that can be turned, in scenarios that need them.</summary>
    public FakeClocks? Clocks { get; }

    /// <summary>Boots all brokers and creates the topics.</summary>
    public async Task StartAsync(Scenario scenario, CancellationToken cancellation)
    {
        foreach (int id in Ids)
        {
            Start(id);
        }

        await LocalBrokers.WaitUntilReadyAsync(_brokers.Brokers, Patience, cancellation);
        foreach (string topic in new[] { Topic, BulkTopic })
        {
            var configs = new Dictionary<string, string?>(scenario.Updates is null ? [] : CompactedTopic.Configs)
            {
                ["raftlog.flush"] = scenario.Flush,

                // A broker whose clock is put back would else refuse the present as the future.
                ["message.timestamp.after.max.ms"] = long.MaxValue.ToString(CultureInfo.InvariantCulture),
            };
            await _admin.CreateTopicAsync(new NewTopic(topic, scenario.Partitions, (short)scenario.ReplicationFactor) { Configs = configs }, cancellation);
        }

        if (scenario.NeedsFiles)
        {
            await FileTopics.CreateAsync(_admin, BootstrapServers, (short)scenario.ReplicationFactor, cancellation);
            _topics = [.. _topics, .. FileTopics.Names];

            // Closing writes the state of the producers.
            foreach (int id in Ids)
            {
                await StopAsync(id, cancellation);
                Start(id);
                await WaitUntilWholeAsync(cancellation);
            }
        }
    }

    /// <summary>Where a broker's files are.</summary>
    public LocalNode NodeOf(int id) => _brokers[id].Node;

    /// <summary>The process of a broker that runs.</summary>
    public int ProcessOf(int id) => _running[id];

    /// <summary>Starts a broker that was stopped.</summary>
    public void Start(int id)
    {
        BrokerProcess broker = _brokers[id];
        broker.Start([.. _settings, .. Mesh?.SettingsOf(id) ?? []]);
        int process = broker.ProcessId ?? throw new LocalClusterException($"Broker {id} ended at start:{Environment.NewLine}{broker.LogTail(15)}");
        _running[id] = process;
        _watchdog.Watch(process);
    }

    /// <summary>SIGKILL, to all of them as nearly at the same instant as can be.</summary>
    public async Task KillAsync(IEnumerable<int> ids)
    {
        int[] victims = [.. ids];
        await Task.WhenAll(victims.Select(id => _brokers[id].KillAsync(CancellationToken.None)));
        foreach (int id in victims)
        {
            Forget(id);
        }
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    public async Task StopAsync(int id, CancellationToken cancellation)
    {
        await _brokers[id].StopAsync(TimeSpan.FromSeconds(20), cancellation);
        Forget(id);
    }

    /// <summary>SIGTERM to all, and waits until all have ended: nothing is on its way to a disk any more.</summary>
    /// <exception cref="LocalClusterException">One did not end in time.</exception>
    public async Task StopAllAsync(CancellationToken cancellation)
    {
        await _brokers.StopAsync(cancellation);
        foreach (int id in Ids)
        {
            Forget(id);
        }
    }

    /// <summary>SIGSTOP.</summary>
    public void Pause(int id) => _brokers[id].Pause();

    /// <summary>SIGCONT.</summary>
    public void Resume(int id) => _brokers[id].Resume();

    /// <summary>
    /// Waits until every broker is ready and every replica is a voter again. A fault must not hit a cluster that has not got over the one
    /// before: with a second disk gone before the first one's replicas are rebuilt, records would rightly be lost.
    /// </summary>
    public async Task WaitUntilWholeAsync(CancellationToken cancellation)
    {
        await LocalBrokers.WaitUntilReadyAsync(_brokers.Brokers, Patience, cancellation);
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            PartitionDescription[] missing = [.. (await PartitionsAsync(cancellation)).Where(p => p.Leader < 0 || p.InSyncReplicas.Count < p.Replicas.Count || p.OfflineReplicas.Count > 0)];
            if (missing.Length == 0)
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new LocalClusterException(
                    $"{missing.Length} partitions lack a leader or replicas {Patience.TotalSeconds:F0} s after all brokers got ready; the first has "
                    + $"leader {missing[0].Leader} and in-sync replicas {string.Join(", ", missing[0].InSyncReplicas)} of {string.Join(", ", missing[0].Replicas)}.");
            }

            await Task.Delay(WholePoll, cancellation);
        }
    }

    /// <summary>Waits until one broker is ready.</summary>
    public Task WaitUntilReadyAsync(int id, CancellationToken cancellation) => LocalBrokers.WaitUntilReadyAsync([_brokers[id]], Patience, cancellation);

    /// <summary>Undoes whatever a broken-off round may have left: paused or dead brokers, cut links, full disks.</summary>
    public void MakeWhole()
    {
        Mesh?.Heal();
        foreach (int id in Ids)
        {
            Disks?.Heal(id);
            Clocks?.Turn(id, TimeSpan.Zero);
            if (_brokers[id].ProcessId is null)
            {
                Start(id);
            }
            else
            {
                Resume(id);
            }
        }
    }

    /// <summary>Brokers that should run and do not: they ended by themselves.</summary>
    public IReadOnlyList<int> FindDead() => [.. _running.Keys.Where(id => _brokers[id].ProcessId is null)];

    /// <summary>The leader of each partition; waits until all have one.</summary>
    public async Task<IReadOnlyList<int>> LeadersAsync(CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(Patience);
        while (true)
        {
            IReadOnlyList<TopicDescription> topics = await _admin.DescribeTopicsAsync([Topic], timeout.Token);
            int[] leaders = [.. topics[0].Partitions.OrderBy(p => p.Partition).Select(p => p.Leader)];
            if (leaders.All(l => l >= 0))
            {
                return leaders;
            }

            await Task.Delay(50, timeout.Token);
        }
    }

    /// <summary>The controller, as the brokers themselves say; waits until one does.</summary>
    public async Task<int> ControllerAsync(CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(Patience);
        while (true)
        {
            foreach (BrokerProcess broker in _brokers.Brokers)
            {
                if (await SaysItIsControllerAsync(broker, timeout.Token))
                {
                    return broker.Node.Id;
                }
            }

            await Task.Delay(50, timeout.Token);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _brokers.KillAllAsync(CancellationToken.None);
        if (Mesh is not null)
        {
            await Mesh.DisposeAsync();
        }
    }

    private async Task<IEnumerable<PartitionDescription>> PartitionsAsync(CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(Patience);
        IReadOnlyList<TopicDescription> topics = await _admin.DescribeTopicsAsync(_topics, timeout.Token);
        return topics.SelectMany(t => t.Partitions);
    }

    private static async Task<bool> SaysItIsControllerAsync(BrokerProcess broker, CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage response = await Http.GetAsync(new Uri(broker.Node.Http, "health/ready"), cancellation);
            JsonElement health = await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
            return health.GetProperty("controller").GetBoolean();
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Forget(int id)
    {
        if (_running.Remove(id, out int process))
        {
            _watchdog.Forget(process);
        }
    }
}
