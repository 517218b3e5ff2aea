namespace RaftLog.Server.Configuration;

/// <summary>When records that expired are looked for; what expires is configured by topic.</summary>
public sealed class RetentionOptions
{
    /// <summary>The milliseconds between two looks at a log's age and size (Kafka's <c>log.retention.check.interval.ms</c>). Default 300,000.</summary>
    public int CheckIntervalMs { get; set; } = 300_000;
}
