using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The state of a consumer group, as its coordinator encodes it.</summary>
[WireMessage(MetadataRecordType.ConsumerGroup, "0")]
public sealed partial class ConsumerGroupRecord : MetadataRecord
{
    /// <summary>The group's name.</summary>
    [WireField("0+")]
    public string ConsumerGroup { get; init; } = "";

    /// <summary>The generation of the state.</summary>
    [WireField("0+")]
    public int Generation { get; init; }

    /// <summary>The protocol type.</summary>
    [WireField("0+")]
    public string ProtocolType { get; init; } = "";

    /// <summary>The encoded state, in an array of its own: it outlives the log buffer that it is read from.</summary>
    [WireField("0+")]
    public byte[] State { get; init; } = [];
}
