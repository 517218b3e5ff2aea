using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The coordinator has told all partitions how these transactions ended. One that ended otherwise, or is complete, is passed over.</summary>
[WireMessage(ControllerCommandType.CompleteTransactions, "0")]
public sealed partial class CompleteTransactionsCommand
{
    /// <summary>The transactions.</summary>
    [WireField("0+")]
    public List<EndedTransaction> Transactions { get; set; } = [];
}
