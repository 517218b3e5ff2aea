namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="UnregisterBrokerCommand"/>.</summary>
public sealed partial class UnregisterBrokerResult : ControllerResult
{
}
