using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>One topic that is to get more partitions.</summary>
[WireMessage("0")]
public sealed partial class TopicGrowth
{
    /// <summary>The topic's name.</summary>
    [WireField("0+")]
    public string Topic { get; set; } = "";

    /// <summary>How many partitions there are to be in all.</summary>
    [WireField("0+")]
    public int PartitionCount { get; set; }

    /// <summary>Where each new partition goes, in the order of their numbers; null to have the brokers chosen.</summary>
    [WireField("0+", Nullable = "0+")]
    public List<PartitionAssignment>? Assignments { get; set; }
}
