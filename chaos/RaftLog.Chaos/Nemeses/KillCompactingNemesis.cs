using System.Diagnostics;
using System.Globalization;
using RaftLog.LocalCluster;

namespace RaftLog.Chaos;

/// <summary>SIGKILL at a moment when the victim compacts: it has a segment under way that is not part of any log yet. Healed by a new start.</summary>
internal sealed class KillCompactingNemesis : INemesis
{
    private const string UnfinishedPattern = "*.log.tmp";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(1);

    /// <inheritdoc/>
    public string Words { get; private set; } = "";

    /// <summary>The unfinished segments in a broker's data.</summary>
    public static IReadOnlyList<string> FindUnfinished(string dataDirectory) =>
        Directory.GetFiles(Path.Combine(dataDirectory, "replicas"), UnfinishedPattern, SearchOption.AllDirectories);

    /// <inheritdoc/>
    public async Task StrikeAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, FaultClock clock, CancellationToken cancellation)
    {
        int victim = victims[0];
        string data = cluster.NodeOf(victim).DataDirectory;
        long started = Stopwatch.GetTimestamp();
        while (FindUnfinished(data).Count == 0)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new LocalClusterException($"Broker {victim} compacted nothing in {Patience.TotalSeconds:F0} s.");
            }

            await Task.Delay(Poll, cancellation);
        }

        clock.Strike();
        await cluster.KillAsync(victims);

        // It may have finished between the look and the kill.
        IReadOnlyList<string> left = FindUnfinished(data);
        Words = left.Count == 0
            ? "It had just finished a segment."
            : string.Create(CultureInfo.InvariantCulture, $"{left.Sum(file => new FileInfo(file).Length):N0} bytes of an unfinished segment were left.");
    }

    /// <inheritdoc/>
    public Task HealAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, CancellationToken cancellation)
    {
        foreach (int victim in victims)
        {
            cluster.Start(victim);
        }

        return Task.CompletedTask;
    }
}
