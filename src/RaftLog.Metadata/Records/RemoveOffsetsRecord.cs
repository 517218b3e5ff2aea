using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>Offsets of a consumer group in partitions of one topic were forgotten.</summary>
[WireMessage(MetadataRecordType.RemoveOffsets, "0")]
public sealed partial class RemoveOffsetsRecord : MetadataRecord
{
    /// <summary>The group's name.</summary>
    [WireField("0+")]
    public string ConsumerGroup { get; init; } = "";

    /// <summary>The topic's name.</summary>
    [WireField("0+")]
    public string Topic { get; init; } = "";

    /// <summary>The partitions' numbers.</summary>
    [WireField("0+")]
    public IReadOnlyList<int> Partitions { get; init; } = [];
}
