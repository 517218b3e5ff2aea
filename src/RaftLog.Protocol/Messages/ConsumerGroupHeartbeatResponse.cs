using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Where a member of a consumer group stands (KIP-848).</summary>
[WireMessage(ApiKey.ConsumerGroupHeartbeat, "0-1")]
public sealed partial class ConsumerGroupHeartbeatResponse : IKafkaResponse<ConsumerGroupHeartbeatResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong.</summary>
    [WireField("0+")]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>What went wrong, in words.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? ErrorMessage { get; set; }

    /// <summary>The id of the member.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? MemberId { get; set; }

    /// <summary>The epoch of the member.</summary>
    [WireField("0+")]
    public int MemberEpoch { get; set; }

    /// <summary>When the next heartbeat is expected, in milliseconds.</summary>
    [WireField("0+")]
    public int HeartbeatIntervalMs { get; set; }

    /// <summary>The partitions that the member may use from now on, and no others; null when nothing has changed.</summary>
    [WireField("0+", Nullable = "0+")]
    public MemberAssignment? Assignment { get; set; }

    /// <summary>Partitions of one topic.</summary>
    [WireStruct]
    public sealed partial class TopicPartitions
    {
        /// <summary>The id of the topic.</summary>
        [WireField("0+")]
        public Guid TopicId { get; set; }

        /// <summary>The numbers of the partitions.</summary>
        [WireField("0+")]
        public List<int> Partitions { get; set; } = [];
    }

    /// <summary>The partitions of a member.</summary>
    [WireStruct]
    public sealed partial class MemberAssignment
    {
        /// <summary>The partitions by topic.</summary>
        [WireField("0+")]
        public List<TopicPartitions> TopicPartitions { get; set; } = [];
    }
}
