using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="AddOffsetsToTransactionCommand"/>.</summary>
[WireMessage("0")]
public sealed partial class AddOffsetsToTransactionResult : ControllerResult
{
}
