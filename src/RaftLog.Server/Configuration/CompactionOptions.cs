namespace RaftLog.Server.Configuration;

/// <summary>When, how fast and with how much memory logs are compacted; what is compacted is configured by topic.</summary>
public sealed class CompactionOptions
{
    /// <summary>Whether logs are compacted (Kafka's <c>log.cleaner.enable</c>). Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The milliseconds between two looks for logs to compact (Kafka's <c>log.cleaner.backoff.ms</c>). Default 15,000.</summary>
    public int CheckIntervalMs { get; set; } = 15_000;

    /// <summary>The memory for the keys of one pass, in bytes (Kafka's <c>log.cleaner.dedupe.buffer.size</c>). Default 128 MiB.</summary>
    public int MapBytes { get; set; } = 128 * 1024 * 1024;

    /// <summary>The most bytes read and written in a second (Kafka's <c>log.cleaner.io.max.bytes.per.second</c>); 0, the default, sets no limit.</summary>
    public int MaxBytesPerSecond { get; set; }
}
