namespace RaftLog.Chaos;

/// <summary>What an upgrade does: SIGTERM, start and wait for ready, one broker after the other.</summary>
internal sealed class RollingRestartNemesis : INemesis
{
    /// <inheritdoc/>
    public async Task StrikeAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, FaultClock clock, CancellationToken cancellation)
    {
        clock.Strike();
        foreach (int broker in cluster.Ids)
        {
            await cluster.StopAsync(broker, cancellation);
            cluster.Start(broker);
            await cluster.WaitUntilReadyAsync(broker, cancellation);
        }
    }

    /// <inheritdoc/>
    public Task HealAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, CancellationToken cancellation) => Task.CompletedTask;
}
