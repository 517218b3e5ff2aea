using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>
/// A consumer group's coordinator (which has checked member and generation) keeps offsets that become the group's when the transaction is committed. A
/// client of version 2 takes the group into the transaction with it; before, it must be in it (<see cref="AddOffsetsToTransactionCommand"/>).
/// </summary>
[WireMessage(ControllerCommandType.CommitTransactionOffsets, "0")]
public sealed partial class CommitTransactionOffsetsCommand : ITransactionCommand, ICoordinatorCommand
{
    /// <inheritdoc/>
    [WireField("0+")]
    public int CoordinatorTerm { get; set; } = ICoordinatorCommand.AnyTerm;

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

    /// <summary>The group's name.</summary>
    [WireField("0+")]
    public string ConsumerGroup { get; set; } = "";

    /// <summary>The offsets.</summary>
    [WireField("0+")]
    public List<OffsetCommit> Offsets { get; set; } = [];
}
