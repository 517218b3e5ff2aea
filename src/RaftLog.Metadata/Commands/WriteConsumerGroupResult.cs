namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="WriteConsumerGroupCommand"/>.</summary>
public sealed partial class WriteConsumerGroupResult : ControllerResult
{
}
