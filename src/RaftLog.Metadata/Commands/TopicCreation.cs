namespace RaftLog.Metadata;

/// <summary>One topic to create.</summary>
public sealed partial class TopicCreation
{
    /// <summary>The name: 1 to 249 of <c>[a-zA-Z0-9._-]</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>How many partitions; -1 for the default (<c>num.partitions</c>) or when <see cref="Assignments"/> says.</summary>
    public int PartitionCount { get; set; } = -1;

    /// <summary>How many replicas of each; -1 for the default (<c>default.replication.factor</c>) or when <see cref="Assignments"/> says.</summary>
    public int ReplicationFactor { get; set; } = -1;

    /// <summary>Where each partition goes, when the caller wants to decide; empty as a rule.</summary>
    public List<PartitionAssignment> Assignments { get; set; } = [];

    /// <summary>The topic's configuration, where it departs from the defaults.</summary>
    public List<ConfigSetting> Configs { get; set; } = [];
}
