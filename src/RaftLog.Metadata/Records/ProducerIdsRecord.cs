using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A block of producer ids was given to a broker: all below <see cref="NextProducerId"/> are taken.</summary>
[WireMessage(MetadataRecordType.ProducerIds, "0")]
public sealed partial class ProducerIdsRecord : MetadataRecord
{
    /// <summary>The first producer id that nobody was given yet.</summary>
    [WireField("0+")]
    public long NextProducerId { get; init; }
}
