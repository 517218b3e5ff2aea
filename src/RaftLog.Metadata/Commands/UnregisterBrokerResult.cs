using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="UnregisterBrokerCommand"/>.</summary>
[WireMessage("0")]
public sealed partial class UnregisterBrokerResult : ControllerResult
{
}
