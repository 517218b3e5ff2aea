using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Has partitions led by another replica: the preferred one, or (KIP-460) any that lives.</summary>
[WireMessage(ApiKey.ElectLeaders, "0-2", Flexible = "2+")]
public sealed partial class ElectLeadersRequest : IKafkaRequest<ElectLeadersRequest, ElectLeadersResponse>
{
    /// <summary>0 for the preferred replica, 1 for an unclean election.</summary>
    [WireField("1+")]
    public sbyte ElectionType { get; set; }

    /// <summary>The partitions by topic; null for all of the cluster.</summary>
    [WireField("0+", Nullable = "0+")]
    public List<Topic>? TopicPartitions { get; set; } = [];

    /// <summary>How long the elections may take, in milliseconds.</summary>
    [WireField("0+")]
    public int TimeoutMs { get; set; } = 60_000;

    /// <summary>Partitions of one topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0+")]
        public string Name { get; set; } = "";

        /// <summary>The numbers of the partitions.</summary>
        [WireField("0+")]
        public List<int> Partitions { get; set; } = [];
    }
}
