namespace RaftLog.Chaos.Workload;

/// <summary>A workload of a known length: the keys of a compacted topic updated again and again.</summary>
/// <param name="BootstrapServers">The brokers.</param>
/// <param name="Topic">The topic, which exists.</param>
/// <param name="RunFolder">Where the workers write what was acknowledged last.</param>
public sealed record UpdateOptions(string BootstrapServers, string Topic, string RunFolder)
{
    /// <summary>The updates of all workers together. Default 200,000.</summary>
    public int Updates { get; init; } = 200_000;

    /// <summary>The keys of all workers together; each key has one worker. Default 5,000.</summary>
    public int Keys { get; init; } = 5_000;

    /// <summary>The size of a value. Default 200.</summary>
    public int ValueBytes { get; init; } = 200;

    /// <summary>The time over which the updates are spread; they take longer where the cluster is slower. Default 20 s.</summary>
    public TimeSpan AtLeast { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the acknowledgement of an update is waited for, with all retries. Default 5 min.</summary>
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromMinutes(5);
}
