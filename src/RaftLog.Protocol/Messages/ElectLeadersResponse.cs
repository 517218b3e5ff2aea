using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>What became of each election of an <see cref="ElectLeadersRequest"/>.</summary>
[WireMessage(ApiKey.ElectLeaders, "0-2", Flexible = "2+")]
public sealed partial class ElectLeadersResponse : IKafkaResponse<ElectLeadersResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>What was wrong with the request as a whole.</summary>
    [WireField("1+")]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The results by topic.</summary>
    [WireField("0+")]
    public List<Topic> ReplicaElectionResults { get; set; } = [];

    /// <summary>The results of one topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0+")]
        public string Name { get; set; } = "";

        /// <summary>The result of each partition.</summary>
        [WireField("0+")]
        public List<Partition> PartitionResult { get; set; } = [];
    }

    /// <summary>The result of one partition.</summary>
    [WireStruct]
    public sealed partial class Partition
    {
        /// <summary>The number of the partition.</summary>
        [WireField("0+")]
        public int PartitionId { get; set; }

        /// <summary>Why the leader is the one it was.</summary>
        [WireField("0+")]
        public ErrorCode ErrorCode { get; set; }

        /// <summary>The same in words.</summary>
        [WireField("0+", Nullable = "0+")]
        public string? ErrorMessage { get; set; }
    }
}
