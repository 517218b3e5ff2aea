namespace RaftLog.Server.Configuration;

/// <summary>How leadership comes back to the preferred replicas.</summary>
public sealed class LeaderOptions
{
    /// <summary>Whether it does by itself (Kafka's <c>auto.leader.rebalance.enable</c>). Default true.</summary>
    public bool AutoRebalance { get; set; } = true;

    /// <summary>The seconds between two looks (Kafka's <c>leader.imbalance.check.interval.seconds</c>). Default 300.</summary>
    public int CheckIntervalSeconds { get; set; } = 300;
}
