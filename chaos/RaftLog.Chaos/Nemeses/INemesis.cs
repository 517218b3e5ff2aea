namespace RaftLog.Chaos;

/// <summary>Something bad that happens to a cluster and can be undone.</summary>
internal interface INemesis
{
    /// <summary>Does it. The time of the fault is that of the call's <see cref="FaultClock.Strike"/>.</summary>
    /// <param name="cluster">The cluster that is hit.</param>
    /// <param name="plan">The fault as the scenario has it.</param>
    /// <param name="victims">The brokers that are hit.</param>
    /// <param name="clock">Notes when it strikes.</param>
    /// <param name="cancellation">Ends the run.</param>
    Task StrikeAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, FaultClock clock, CancellationToken cancellation);

    /// <summary>Undoes it, after the fault's duration. All brokers run afterwards, though they need not be ready yet.</summary>
    Task HealAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, CancellationToken cancellation);

    /// <summary>What is to be said of it afterwards, if anything.</summary>
    string Words => "";
}
