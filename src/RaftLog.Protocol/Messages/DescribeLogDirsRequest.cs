using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks a broker for its log directories (KIP-113).</summary>
[WireMessage(ApiKey.DescribeLogDirs, "0-5", Flexible = "2+")]
public sealed partial class DescribeLogDirsRequest : IKafkaRequest<DescribeLogDirsRequest, DescribeLogDirsResponse>
{
    /// <summary>The partitions to describe; null for all.</summary>
    [WireField("0+", Nullable = "0+")]
    public List<Topic>? Topics { get; set; }

    /// <summary>One topic.</summary>
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
