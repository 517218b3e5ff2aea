using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A topic was created; the records of its partitions follow.</summary>
[WireMessage(MetadataRecordType.Topic, "0")]
public sealed partial class TopicRecord : MetadataRecord
{
    /// <summary>The topic's id.</summary>
    [WireField("0+")]
    public Guid TopicId { get; init; }

    /// <summary>The topic's name.</summary>
    [WireField("0+")]
    public string Name { get; init; } = "";
}
