using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A transactional id was not used for long and is forgotten.</summary>
[WireMessage(MetadataRecordType.RemoveTransaction, "0")]
public sealed partial class RemoveTransactionRecord : MetadataRecord
{
    /// <summary>The transactional id.</summary>
    [WireField("0+")]
    public string TransactionalId { get; init; } = "";
}
