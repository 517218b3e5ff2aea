using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>One topic to create.</summary>
[WireMessage("0")]
public sealed partial class TopicCreation
{
    /// <summary>The name: 1 to 249 of <c>[a-zA-Z0-9._-]</c>.</summary>
    [WireField("0+")]
    public string Name { get; set; } = "";

    /// <summary>How many partitions; -1 for the default (<c>num.partitions</c>) or when <see cref="Assignments"/> says.</summary>
    [WireField("0+")]
    public int PartitionCount { get; set; } = -1;

    /// <summary>How many replicas of each; -1 for the default (<c>default.replication.factor</c>) or when <see cref="Assignments"/> says.</summary>
    [WireField("0+")]
    public int ReplicationFactor { get; set; } = -1;

    /// <summary>Where each partition goes, when the caller wants to decide; empty as a rule.</summary>
    [WireField("0+")]
    public List<PartitionAssignment> Assignments { get; set; } = [];

    /// <summary>The topic's configuration, where it departs from the defaults.</summary>
    [WireField("0+")]
    public List<ConfigSetting> Configs { get; set; } = [];
}
