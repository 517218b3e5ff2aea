namespace RaftLog.Broker.Compaction;

/// <summary>When, how fast and with how much memory logs are compacted here; what is compacted is configured by topic.</summary>
public sealed class CompactionLoopOptions
{
    /// <summary>Whether logs are compacted at all (<c>log.cleaner.enable</c>). Default true.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>The time between two looks for logs to compact (<c>log.cleaner.backoff.ms</c>). Default 15 s.</summary>
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The memory for the keys of one pass, in bytes (<c>log.cleaner.dedupe.buffer.size</c>): 32 for each key. What does not fit takes another pass over the
    /// log. Taken only while a log is compacted, and no more than it can need. Default 128 MiB.
    /// </summary>
    public long MapBytes { get; set; } = 128L * 1024 * 1024;

    /// <summary>
    /// The most bytes that compaction reads and writes in a second, over all logs here (<c>log.cleaner.io.max.bytes.per.second</c>). Default without limit.
    /// </summary>
    public double MaxBytesPerSecond { get; set; } = double.MaxValue;

    internal void Validate()
    {
        OptionCheck.Require(CheckInterval > TimeSpan.Zero, nameof(CheckInterval), "more than 0");
        OptionCheck.Require(MapBytes >= 4096, nameof(MapBytes), "at least 4096");
        OptionCheck.Require(MaxBytesPerSecond >= 1024, nameof(MaxBytesPerSecond), "at least 1024");
    }
}
