namespace RaftLog.Chaos;

/// <summary>
/// SIGKILL; healed by a new start. Over disks that lose what was not flushed it is a power cut.
/// </summary>
internal sealed class KillNemesis : INemesis
{
    /// <inheritdoc/>
    public Task StrikeAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, FaultClock clock, CancellationToken cancellation)
    {
        clock.Strike();
        return cluster.KillAsync(victims);
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
