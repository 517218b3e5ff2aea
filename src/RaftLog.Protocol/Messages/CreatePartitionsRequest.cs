using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Adds partitions to topics.</summary>
[WireMessage(ApiKey.CreatePartitions, "0-3", Flexible = "2+")]
public sealed partial class CreatePartitionsRequest : IKafkaRequest<CreatePartitionsRequest, CreatePartitionsResponse>
{
    /// <summary>The topics.</summary>
    [WireField("0+")]
    public List<Topic> Topics { get; set; } = [];

    /// <summary>How long the broker may take, in milliseconds.</summary>
    [WireField("0+")]
    public int TimeoutMs { get; set; }

    /// <summary>Whether to answer only what would happen.</summary>
    [WireField("0+")]
    public bool ValidateOnly { get; set; }

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0+")]
        public string Name { get; set; } = "";

        /// <summary>How many partitions there are to be in all.</summary>
        [WireField("0+")]
        public int Count { get; set; }

        /// <summary>The replicas of each new partition; null to let the controller choose.</summary>
        [WireField("0+", Nullable = "0+")]
        public List<Assignment>? Assignments { get; set; } = [];
    }

    /// <summary>Where the replicas of a partition are to be.</summary>
    [WireStruct]
    public sealed partial class Assignment
    {
        /// <summary>The brokers, the preferred leader first.</summary>
        [WireField("0+")]
        public List<int> BrokerIds { get; set; } = [];
    }
}
