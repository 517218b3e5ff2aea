using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="DeleteConsumerGroupsCommand"/>.</summary>
[WireMessage("0")]
public sealed partial class DeleteConsumerGroupsResult : ControllerResult
{
    /// <summary>One outcome for each group, in the order asked for.</summary>
    [WireField("0+")]
    public List<ConsumerGroupOutcome> ConsumerGroups { get; set; } = [];
}
