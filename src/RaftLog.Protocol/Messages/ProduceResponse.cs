using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Where the batches of a <see cref="ProduceRequest"/> came to lie. With acks=0 none is sent.</summary>
[WireMessage(ApiKey.Produce, "0-13", Flexible = "9+")]
public sealed partial class ProduceResponse : IKafkaResponse<ProduceResponse>
{
    /// <summary>The answer for each.</summary>
    [WireField("0+")]
    public List<Topic> Responses { get; set; } = [];

    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("1+", Ignorable = true)]
    public int ThrottleTimeMs { get; set; }

    /// <summary>Where the leaders named in this response listen.</summary>
    [WireField("10+", Tag = 0)]
    public List<NodeEndpoint> NodeEndpoints { get; set; } = [];

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0-12", Ignorable = true)]
        public string Name { get; set; } = "";

        /// <summary>The id of the topic.</summary>
        [WireField("13+", Ignorable = true)]
        public Guid TopicId { get; set; }

        /// <summary>The partitions.</summary>
        [WireField("0+")]
        public List<Partition> PartitionResponses { get; set; } = [];
    }

    /// <summary>Where a broker listens, for those that appear as leaders in this response (KIP-951).</summary>
    [WireStruct]
    public sealed partial class NodeEndpoint
    {
        /// <summary>The id of the broker; -1 for none.</summary>
        [WireField("10+")]
        public int NodeId { get; set; }

        /// <summary>The host name or address for clients.</summary>
        [WireField("10+")]
        public string Host { get; set; } = "";

        /// <summary>The port for clients.</summary>
        [WireField("10+")]
        public int Port { get; set; }

        /// <summary>The rack of the broker; null when it has none.</summary>
        [WireField("10+", Nullable = "10+")]
        public string? Rack { get; set; }
    }

    /// <summary>One partition.</summary>
    [WireStruct]
    public sealed partial class Partition
    {
        /// <summary>The number of the partition.</summary>
        [WireField("0+")]
        public int Index { get; set; }

        /// <summary>What went wrong.</summary>
        [WireField("0+")]
        public ErrorCode ErrorCode { get; set; }

        /// <summary>The offset of the first record.</summary>
        [WireField("0+")]
        public long BaseOffset { get; set; }

        /// <summary>The timestamp given to the records when the topic keeps append times, else -1.</summary>
        [WireField("2+", Ignorable = true)]
        public long LogAppendTimeMs { get; set; } = -1;

        /// <summary>The first offset of the log; -1 when unknown.</summary>
        [WireField("5+", Ignorable = true)]
        public long LogStartOffset { get; set; } = -1;

        /// <summary>The records for which the batch was refused.</summary>
        [WireField("8+", Ignorable = true)]
        public List<RecordError> RecordErrors { get; set; } = [];

        /// <summary>What went wrong, in words.</summary>
        [WireField("8+", Nullable = "8+", Ignorable = true)]
        public string? ErrorMessage { get; set; }

        /// <summary>The leader, when the client asked somebody else; null when not sent.</summary>
        [WireField("10+", Tag = 0)]
        public LeaderIdAndEpoch? CurrentLeader { get; set; }
    }

    /// <summary>A record for which its batch was refused (KIP-467).</summary>
    [WireStruct]
    public sealed partial class RecordError
    {
        /// <summary>The index of the record in its batch.</summary>
        [WireField("8+")]
        public int BatchIndex { get; set; }

        /// <summary>Why, in words.</summary>
        [WireField("8+", Nullable = "8+")]
        public string? BatchIndexErrorMessage { get; set; }
    }

    /// <summary>A leader and its epoch (KIP-951).</summary>
    [WireStruct]
    public sealed partial class LeaderIdAndEpoch
    {
        /// <summary>The broker that leads; -1 when there is none.</summary>
        [WireField("10+")]
        public int LeaderId { get; set; } = -1;

        /// <summary>The leader epoch; -1 when unknown.</summary>
        [WireField("10+")]
        public int LeaderEpoch { get; set; } = -1;
    }
}
