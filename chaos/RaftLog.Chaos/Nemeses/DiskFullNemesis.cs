namespace RaftLog.Chaos;

/// <summary>
/// The disk takes nothing more. Healed by space and a new start: a log whose write failed stays offline until its broker is started again.
/// </summary>
internal sealed class DiskFullNemesis : INemesis
{
    /// <inheritdoc/>
    public Task StrikeAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, FaultClock clock, CancellationToken cancellation)
    {
        clock.Strike();
        foreach (int victim in victims)
        {
            cluster.Disks!.Fill(victim);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task HealAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, CancellationToken cancellation)
    {
        foreach (int victim in victims)
        {
            cluster.Disks!.Heal(victim);
            await cluster.StopAsync(victim, cancellation);
            cluster.Start(victim);
        }
    }
}
