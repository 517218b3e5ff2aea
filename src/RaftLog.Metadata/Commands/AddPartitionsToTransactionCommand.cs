using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>Takes partitions into a transaction, beginning one if none is open; or only asks whether they are in the open one.</summary>
[WireMessage(ControllerCommandType.AddPartitionsToTransaction, "0")]
public sealed partial class AddPartitionsToTransactionCommand : ITransactionCommand, IConfirmedCommand
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

    /// <summary>Whether nothing is added: a partition that is not in the transaction is answered <see cref="Model.ErrorCode.TransactionAbortable"/>.</summary>
    [WireField("0+")]
    public bool VerifyOnly { get; set; }

    /// <summary>How the client speaks: 1, or 2 for an epoch of its own for each transaction (KIP-890).</summary>
    [WireField("0+")]
    public sbyte TransactionVersion { get; set; } = 1;

    /// <summary>The partitions.</summary>
    [WireField("0+")]
    public List<PartitionReference> Partitions { get; set; } = [];
}
