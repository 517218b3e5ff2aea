using RaftLog.Storage;

namespace RaftLog.Server.Configuration;

/// <summary>
/// Everything a broker is told from outside: the configuration section <c>RaftLog</c>. Each property is one row of
/// <see cref="SettingTable"/>, which says how it is spelt, what it accepts and what it means.
/// </summary>
public sealed class RaftLogOptions
{
    /// <summary>The number of this broker, unique in its cluster; at least 0. Required.</summary>
    public int BrokerId { get; set; } = -1;

    /// <summary>The name that the brokers of one cluster share. Brokers with another one are refused by the peers and by the data directory. Required.</summary>
    public string ClusterId { get; set; } = "";

    /// <summary>The directory of this broker's logs, relative to the working directory or absolute. Required.</summary>
    public string DataDirectory { get; set; } = "";

    /// <summary>
    /// Further directories for replicas, each on a disk of its own, so that one disk can fail without the others (with <see cref="DataDirectory"/>, Kafka's
    /// <c>log.dirs</c>); at most 15. Default none.
    /// </summary>
    public IList<string> LogDirectories { get; } = [];

    /// <summary>The rack of this broker. Replicas of a partition are spread over racks when the brokers name them. Default none.</summary>
    public string? Rack { get; set; }

    /// <summary>Where Kafka clients connect. Default 127.0.0.1:9092.</summary>
    public ListenerOptions Kafka { get; set; } = new() { Listen = new("127.0.0.1", 9092) };

    /// <summary>Where the other brokers connect. Default 127.0.0.1:7092.</summary>
    public ListenerOptions Peer { get; set; } = new() { Listen = new("127.0.0.1", 7092) };

    /// <summary>Where health and metrics are served. Default 127.0.0.1:8092.</summary>
    public HttpOptions Http { get; set; } = new();

    /// <summary>The voters of the metadata group: one, three or five brokers, the same list on every broker. Required.</summary>
    public IList<ControllerAddress> Controllers { get; } = [];

    /// <summary>What a topic gets that does not say otherwise.</summary>
    public TopicDefaultsOptions Topics { get; set; } = new();

    /// <summary>The pace of elections and heartbeats, and how much goes out at a time.</summary>
    public RaftTimingOptions Raft { get; set; } = new();

    /// <summary>How replicas that are behind catch up.</summary>
    public RecoveryOptions Replication { get; set; } = new();

    /// <summary>How leadership comes back to the preferred replicas.</summary>
    public LeaderOptions Leaders { get; set; } = new();

    /// <summary>When and how fast logs are compacted.</summary>
    public CompactionOptions Compaction { get; set; } = new();

    /// <summary>What consumers may make this broker hold.</summary>
    public FetchOptions Fetch { get; set; } = new();

    /// <summary>When records that expired are looked for.</summary>
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>What bounds consumer groups.</summary>
    public GroupOptions Groups { get; set; } = new();

    /// <summary>When transactions that are open for too long are looked for.</summary>
    public TransactionOptions Transactions { get; set; } = new();

    /// <summary>How the files that nobody reads are checked in the background.</summary>
    public ScrubbingOptions Scrub { get; set; } = new();

    /// <summary>Memory, threads and open files of the logs.</summary>
    public StorageOptions Storage { get; set; } = new();

    /// <summary>The number of shard loops. 0, the default, is one per core.</summary>
    public int Shards { get; set; }

    /// <summary>How long a stopping broker may take to hand its leaderships over and to close its logs, in milliseconds. Default 10,000.</summary>
    public int ShutdownTimeoutMs { get; set; } = 10_000;
}
