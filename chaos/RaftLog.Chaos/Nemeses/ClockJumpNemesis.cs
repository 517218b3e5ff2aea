namespace RaftLog.Chaos;

/// <summary>The victim's wall clock jumps while it runs, and jumps back.</summary>
internal sealed class ClockJumpNemesis : INemesis
{
    /// <inheritdoc/>
    public Task StrikeAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, FaultClock clock, CancellationToken cancellation)
    {
        clock.Strike();
        Turn(cluster, victims, plan.Jump);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task HealAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, CancellationToken cancellation)
    {
        Turn(cluster, victims, TimeSpan.Zero);
        return Task.CompletedTask;
    }

    private static void Turn(ChaosCluster cluster, IReadOnlyList<int> victims, TimeSpan offset)
    {
        foreach (int victim in victims)
        {
            cluster.Clocks!.Turn(victim, offset);
        }
    }
}
