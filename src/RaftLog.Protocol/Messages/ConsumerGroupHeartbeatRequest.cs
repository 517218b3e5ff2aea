using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Enters, stays in and leaves a consumer group whose coordinator assigns the partitions (KIP-848).</summary>
[WireMessage(ApiKey.ConsumerGroupHeartbeat, "0-1")]
public sealed partial class ConsumerGroupHeartbeatRequest : IKafkaRequest<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>
{
    /// <summary>The id of the group.</summary>
    [WireField("0+")]
    public string GroupId { get; set; } = "";

    /// <summary>The id of the member: from version 1 the member's own for its whole life, before that the coordinator's.</summary>
    [WireField("0+")]
    public string MemberId { get; set; } = "";

    /// <summary>The epoch that the member is at; 0 to enter, -1 to leave, -2 of a static member that will be back.</summary>
    [WireField("0+")]
    public int MemberEpoch { get; set; }

    /// <summary>The name of a static member; null when it has none or has told it before.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? InstanceId { get; set; }

    /// <summary>The rack of the client; null when it has none or has told it before.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? RackId { get; set; }

    /// <summary>How long the coordinator waits for the member to give up partitions, in milliseconds; -1 when told before.</summary>
    [WireField("0+")]
    public int RebalanceTimeoutMs { get; set; } = -1;

    /// <summary>The topics subscribed to; null when told before.</summary>
    [WireField("0+", Nullable = "0+")]
    public List<string>? SubscribedTopicNames { get; set; }

    /// <summary>A regular expression of names of topics subscribed to; null when told before.</summary>
    [WireField("1+", Nullable = "1+")]
    public string? SubscribedTopicRegex { get; set; }

    /// <summary>How the member would have partitions assigned; null when it does not care or has told before.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? ServerAssignor { get; set; }

    /// <summary>The partitions that the member has; null when they are those told before.</summary>
    [WireField("0+", Nullable = "0+")]
    public List<TopicPartitions>? OwnedPartitions { get; set; }

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
}
