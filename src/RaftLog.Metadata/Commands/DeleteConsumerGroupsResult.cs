namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="DeleteConsumerGroupsCommand"/>.</summary>
public sealed partial class DeleteConsumerGroupsResult : ControllerResult
{
    /// <summary>One outcome for each group, in the order asked for.</summary>
    public List<ConsumerGroupOutcome> ConsumerGroups { get; set; } = [];
}
