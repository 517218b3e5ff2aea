using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="CompleteTransactionsCommand"/>.</summary>
[WireMessage("0-1")]
public sealed partial class CompleteTransactionsResult : ControllerResult
{
}
