using System.Diagnostics;

namespace RaftLog.LocalCluster;

/// <summary>All brokers of a cluster on this machine, as processes.</summary>
public sealed class LocalBrokers
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ReadyPoll = TimeSpan.FromMilliseconds(50);

    /// <summary>Finds the brokers of <paramref name="layout"/>, running or not.</summary>
    public LocalBrokers(ClusterLayout layout, string serverProgram)
    {
        Layout = layout;
        Brokers = [.. layout.Nodes.Select(n => new BrokerProcess(layout, n, serverProgram))];
    }

    /// <summary>Names, ports and folders.</summary>
    public ClusterLayout Layout { get; }

    /// <summary>The brokers, in the order of their numbers.</summary>
    public IReadOnlyList<BrokerProcess> Brokers { get; }

    /// <summary>The broker with this number.</summary>
    /// <exception cref="LocalClusterException">The cluster has none with it.</exception>
    public BrokerProcess this[int id] =>
        Brokers.FirstOrDefault(b => b.Node.Id == id)
        ?? throw new LocalClusterException($"{Layout.Name} has no broker {id}. It has: {string.Join(", ", Brokers.Select(b => b.Node.Id))}.");

    /// <summary>Starts every broker that does not run and waits until all are ready.</summary>
    /// <exception cref="LocalClusterException">A port is taken, a broker ended at start, or not all got ready in time.</exception>
    public async Task StartAsync(TimeSpan patience, CancellationToken cancellation, params string[] settings)
    {
        BrokerProcess[] stopped = [.. Brokers.Where(b => b.ProcessId is null)];
        foreach (BrokerProcess broker in stopped)
        {
            broker.Start(settings);
        }

        await WaitUntilReadyAsync(Brokers, patience, cancellation);
    }

    /// <summary>Waits until the given brokers say that they are ready.</summary>
    /// <exception cref="LocalClusterException">One ended, or not all got ready in time; the message shows the end of its log.</exception>
    public static async Task WaitUntilReadyAsync(IEnumerable<BrokerProcess> brokers, TimeSpan patience, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        foreach (BrokerProcess broker in brokers)
        {
            while (await broker.ReadinessAsync(cancellation) is (false, string says))
            {
                bool running = broker.ProcessId is not null;
                if (!running || Stopwatch.GetElapsedTime(started) > patience)
                {
                    string what = running ? $"is not ready after {patience.TotalSeconds:F0} s: {says}" : "ended at start.";
                    throw new LocalClusterException(
                        $"Broker {broker.Node.Id} {what} The end of {broker.Node.LogFile}:{Environment.NewLine}{broker.LogTail(15)}");
                }

                await Task.Delay(ReadyPoll, cancellation);
            }
        }
    }

    /// <summary>Asks all brokers to stop and waits until they have.</summary>
    /// <returns>How many ran.</returns>
    public async Task<int> StopAsync(CancellationToken cancellation)
    {
        bool[] ran = await Task.WhenAll(Brokers.Select(b => b.StopAsync(StopPatience, cancellation)));
        return ran.Count(r => r);
    }

    /// <summary>Kills every broker that runs, at the same instant as nearly as can be.</summary>
    public async Task KillAllAsync(CancellationToken cancellation) =>
        await Task.WhenAll(Brokers.Select(b => b.KillAsync(cancellation)));
}
