namespace RaftLog.Chaos.Workload;

/// <summary>What the workers of a run do, how many there are and how fast.</summary>
/// <param name="BootstrapServers">The brokers to ask first.</param>
/// <param name="Topic">The topic; it must exist, be empty and belong to this run alone.</param>
/// <param name="RunFolder">Where the histories go.</param>
public sealed record WorkloadOptions(string BootstrapServers, string Topic, string RunFolder)
{
    /// <summary>
    /// The producers of the real client. The last one of several is impatient: it gives records up after a few seconds, so that there are
    /// outcomes that nobody knows. Default 2.
    /// </summary>
    public int Producers { get; init; } = 2;

    /// <summary>The members of the consumer group of the real client, each a process. Default 2.</summary>
    public int GroupMembers { get; init; } = 2;

    /// <summary>Whether a foreign client (librdkafka) produces and consumes too, where it is installed. Default true.</summary>
    public bool Foreign { get; init; } = true;

    /// <summary>Whether a reader follows the ends of all partitions and notes the latency from end to end. Default true.</summary>
    public bool Tail { get; init; } = true;

    /// <summary>Records per second of each producer, whatever becomes of those before: an open loop, so that no gap hides itself. Default 1,000.</summary>
    public int RatePerProducer { get; init; } = 1_000;

    /// <summary>The size of a value in bytes. Default 128.</summary>
    public int ValueBytes { get; init; } = 128;

    /// <summary>The keys of each producer. Default 64.</summary>
    public int Keys { get; init; } = 64;

    /// <summary>How often a member of the group leaves and comes back as another. Default 20 s; zero never.</summary>
    public TimeSpan MemberRestart { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the acknowledgement of a record is waited for, with all retries, by the patient producers. Default 2 min.</summary>
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
