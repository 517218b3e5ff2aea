using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="WriteConsumerGroupCommand"/>.</summary>
[WireMessage("0-1")]
public sealed partial class WriteConsumerGroupResult : ControllerResult
{
}
