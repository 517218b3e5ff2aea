using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>What became of one <see cref="TopicCreation"/>.</summary>
[WireMessage("0")]
public sealed partial class CreatedTopic
{
    /// <summary>The name asked for.</summary>
    [WireField("0+")]
    public string Name { get; set; } = "";

    /// <summary>The new topic's id; empty when it was not created.</summary>
    [WireField("0+")]
    public Guid TopicId { get; set; }

    /// <summary>Why it was not created.</summary>
    [WireField("0+")]
    public ErrorCode Error { get; set; }

    /// <summary>The same for people; null without an error.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? ErrorMessage { get; set; }

    /// <summary>How many partitions it has; -1 with an error.</summary>
    [WireField("0+")]
    public int PartitionCount { get; set; } = -1;

    /// <summary>How many replicas each has; -1 with an error.</summary>
    [WireField("0+")]
    public int ReplicationFactor { get; set; } = -1;
}
