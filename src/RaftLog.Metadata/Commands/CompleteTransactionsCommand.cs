using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The coordinator has told all partitions how these transactions ended. One that ended otherwise, or is complete, is passed over.</summary>
[WireMessage(ControllerCommandType.CompleteTransactions, "0-1")]
public sealed partial class CompleteTransactionsCommand : ICoordinatorCommand
{
    /// <summary>
    /// <inheritdoc/> Where several transactions of a producer have one epoch, what a coordinator that was replaced says of one would be taken for the next.
    /// </summary>
    [WireField("1+")]
    public int CoordinatorTerm { get; set; } = ICoordinatorCommand.AnyTerm;

    /// <summary>The transactions.</summary>
    [WireField("0+")]
    public List<EndedTransaction> Transactions { get; set; } = [];
}
