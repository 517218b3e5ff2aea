namespace RaftLog.Chaos;

/// <summary>The victim is killed and comes back with an empty data directory, as after a change of its disk.</summary>
internal sealed class WipeNemesis : INemesis
{
    /// <inheritdoc/>
    public async Task StrikeAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, FaultClock clock, CancellationToken cancellation)
    {
        clock.Strike();
        await cluster.KillAsync(victims);
        foreach (int victim in victims)
        {
            Directory.Delete(cluster.NodeOf(victim).DataDirectory, recursive: true);
        }
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
