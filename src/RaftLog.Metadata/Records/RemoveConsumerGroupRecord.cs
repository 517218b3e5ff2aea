using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A consumer group was forgotten, with its state and offsets.</summary>
[WireMessage(MetadataRecordType.RemoveConsumerGroup, "0")]
public sealed partial class RemoveConsumerGroupRecord : MetadataRecord
{
    /// <summary>The group's name.</summary>
    [WireField("0+")]
    public string ConsumerGroup { get; init; } = "";
}
