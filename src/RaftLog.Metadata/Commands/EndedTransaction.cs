using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A transaction of which all partitions have the marker, by what stood in the markers.</summary>
[WireMessage("0-1")]
public sealed partial class EndedTransaction
{
    /// <summary>The transactional id.</summary>
    [WireField("0+")]
    public string TransactionalId { get; set; } = "";

    /// <summary>The producer id.</summary>
    [WireField("0+")]
    public long ProducerId { get; set; }

    /// <summary>The epoch.</summary>
    [WireField("0+")]
    public short ProducerEpoch { get; set; }
}
