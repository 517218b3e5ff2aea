using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A topic was deleted, and with it its configuration and the offsets committed in it.</summary>
[WireMessage(MetadataRecordType.RemoveTopic, "0")]
public sealed partial class RemoveTopicRecord : MetadataRecord
{
    /// <summary>The topic's id.</summary>
    [WireField("0+")]
    public Guid TopicId { get; init; }
}
