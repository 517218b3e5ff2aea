namespace RaftLog.Chaos;

/// <summary>Spoils the ways between the victims and the other brokers. Clients still reach everybody.</summary>
/// <param name="conditionOf">What becomes of the ways.</param>
/// <param name="oneWay">Whether only what the victims send suffers.</param>
internal sealed class LinkNemesis(Func<FaultPlan, LinkCondition> conditionOf, bool oneWay = false) : INemesis
{
    /// <inheritdoc/>
    public Task StrikeAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, FaultClock clock, CancellationToken cancellation)
    {
        clock.Strike();
        cluster.Mesh!.Set(victims, conditionOf(plan), oneWay);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task HealAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, CancellationToken cancellation)
    {
        cluster.Mesh!.Heal();
        return Task.CompletedTask;
    }
}
