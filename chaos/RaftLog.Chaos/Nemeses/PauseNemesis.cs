namespace RaftLog.Chaos;

/// <summary>SIGSTOP, healed by SIGCONT: connections stay open, and nothing is answered.</summary>
internal sealed class PauseNemesis : INemesis
{
    /// <inheritdoc/>
    public Task StrikeAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, FaultClock clock, CancellationToken cancellation)
    {
        clock.Strike();
        foreach (int victim in victims)
        {
            cluster.Pause(victim);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task HealAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, CancellationToken cancellation)
    {
        foreach (int victim in victims)
        {
            cluster.Resume(victim);
        }

        return Task.CompletedTask;
    }
}
