using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks the leaders of partitions for record batches, waiting a while for enough of them.</summary>
[WireMessage(ApiKey.Fetch, "4-18", Flexible = "12+")]
public sealed partial class FetchRequest : IKafkaRequest<FetchRequest, FetchResponse>
{
    /// <summary>The id of the cluster, when a broker fetches; null for clients.</summary>
    [WireField("12+", Nullable = "12+", Tag = 0, Ignorable = true)]
    public string? ClusterId { get; set; }

    /// <summary>The broker that asks; -1 for a client.</summary>
    [WireField("0-14")]
    public int ReplicaId { get; set; } = -1;

    /// <summary>The broker that fetches; null for a client.</summary>
    [WireField("15+", Tag = 1)]
    public ReplicaIdAndEpoch? ReplicaState { get; set; }

    /// <summary>The longest time to wait for <see cref="MinBytes"/>, in milliseconds.</summary>
    [WireField("0+")]
    public int MaxWaitMs { get; set; }

    /// <summary>The fewest bytes to answer before the time is up.</summary>
    [WireField("0+")]
    public int MinBytes { get; set; }

    /// <summary>The most bytes to answer; the first batch comes even if it is larger (KIP-74).</summary>
    [WireField("3+")]
    public int MaxBytes { get; set; } = int.MaxValue;

    /// <summary>Which records are visible.</summary>
    [WireField("4+")]
    public IsolationLevel IsolationLevel { get; set; }

    /// <summary>The fetch session (KIP-227); 0 without.</summary>
    [WireField("7+", Ignorable = true)]
    public int SessionId { get; set; }

    /// <summary>The epoch of the fetch session; 0 begins one, -1 is a fetch without.</summary>
    [WireField("7+", Ignorable = true)]
    public int SessionEpoch { get; set; } = -1;

    /// <summary>The topics.</summary>
    [WireField("0+")]
    public List<FetchTopic> Topics { get; set; } = [];

    /// <summary>What to take out of the fetch session.</summary>
    [WireField("7+")]
    public List<ForgottenTopic> ForgottenTopicsData { get; set; } = [];

    /// <summary>The rack of the client; empty when it has none.</summary>
    [WireField("11+", Ignorable = true)]
    public string RackId { get; set; } = "";

    /// <summary>Who fetches, when it is a broker.</summary>
    [WireStruct]
    public sealed partial class ReplicaIdAndEpoch
    {
        /// <summary>The broker that asks; -1 for a client.</summary>
        [WireField("15+")]
        public int ReplicaId { get; set; } = -1;

        /// <summary>The epoch of the broker that fetches; -1 without.</summary>
        [WireField("15+")]
        public long ReplicaEpoch { get; set; } = -1;
    }

    /// <summary>One topic to read.</summary>
    [WireStruct]
    public sealed partial class FetchTopic
    {
        /// <summary>The name of the topic.</summary>
        [WireField("0-12", Ignorable = true)]
        public string Topic { get; set; } = "";

        /// <summary>The id of the topic.</summary>
        [WireField("13+", Ignorable = true)]
        public Guid TopicId { get; set; }

        /// <summary>The partitions.</summary>
        [WireField("0+")]
        public List<FetchPartition> Partitions { get; set; } = [];
    }

    /// <summary>Partitions to take out of the fetch session (KIP-227).</summary>
    [WireStruct]
    public sealed partial class ForgottenTopic
    {
        /// <summary>The name of the topic.</summary>
        [WireField("7-12", Ignorable = true)]
        public string Topic { get; set; } = "";

        /// <summary>The id of the topic.</summary>
        [WireField("13+", Ignorable = true)]
        public Guid TopicId { get; set; }

        /// <summary>The partitions.</summary>
        [WireField("7+")]
        public List<int> Partitions { get; set; } = [];
    }

    /// <summary>One partition to read.</summary>
    [WireStruct]
    public sealed partial class FetchPartition
    {
        /// <summary>The number of the partition.</summary>
        [WireField("0+")]
        public int Partition { get; set; }

        /// <summary>The leader epoch that the client knows, to be fenced when it is old (KIP-320); -1 when unknown.</summary>
        [WireField("9+", Ignorable = true)]
        public int CurrentLeaderEpoch { get; set; } = -1;

        /// <summary>The offset to read from.</summary>
        [WireField("0+")]
        public long FetchOffset { get; set; }

        /// <summary>The leader epoch of the last record read, for the broker to notice a truncation; -1 when unknown.</summary>
        [WireField("12+")]
        public int LastFetchedEpoch { get; set; } = -1;

        /// <summary>The first offset of the log; -1 when unknown.</summary>
        [WireField("5+", Ignorable = true)]
        public long LogStartOffset { get; set; } = -1;

        /// <summary>The most bytes to answer of this partition.</summary>
        [WireField("0+")]
        public int PartitionMaxBytes { get; set; }

        /// <summary>The data directory of the replica that fetches (KIP-853).</summary>
        [WireField("17+", Tag = 0, Ignorable = true)]
        public Guid ReplicaDirectoryId { get; set; }

        /// <summary>The high watermark that the replica knows, when a broker fetches (KIP-1166).</summary>
        [WireField("18+", Tag = 1, Ignorable = true)]
        public long HighWatermark { get; set; } = long.MaxValue;
    }
}
