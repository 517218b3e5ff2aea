using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>Commits or aborts a transaction.</summary>
[WireMessage(ControllerCommandType.EndTransaction, "0")]
public sealed partial class EndTransactionCommand : ITransactionCommand
{
    /// <summary>The transactional id.</summary>
    [WireField("0+")]
    public string TransactionalId { get; set; } = "";

    /// <summary>The producer id that the client has.</summary>
    [WireField("0+")]
    public long ProducerId { get; set; }

    /// <summary>The epoch that the client has.</summary>
    [WireField("0+")]
    public short ProducerEpoch { get; set; }

    /// <summary>How the client speaks: 1, or 2 for an epoch of its own for each transaction (KIP-890).</summary>
    [WireField("0+")]
    public sbyte TransactionVersion { get; set; } = 1;

    /// <summary>Whether it is committed; aborted otherwise.</summary>
    [WireField("0+")]
    public bool Commit { get; set; }
}
