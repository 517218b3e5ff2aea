namespace RaftLog.Server.Configuration;

/// <summary>When transactions that are open for too long are looked for; how long that is every producer says itself.</summary>
public sealed class TransactionOptions
{
    /// <summary>The milliseconds between two looks (Kafka's <c>transaction.abort.timed.out.transaction.cleanup.interval.ms</c>). Default 10,000.</summary>
    public int TimeoutCheckIntervalMs { get; set; } = 10_000;
}
