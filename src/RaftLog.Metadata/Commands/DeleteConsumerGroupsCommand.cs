using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>Forgets consumer groups (which the coordinator has found empty) with their offsets.</summary>
[WireMessage(ControllerCommandType.DeleteConsumerGroups, "0")]
public sealed partial class DeleteConsumerGroupsCommand : ICoordinatorCommand
{
    /// <inheritdoc/>
    [WireField("0+")]
    public int CoordinatorTerm { get; set; } = ICoordinatorCommand.AnyTerm;

    /// <summary>The groups' names.</summary>
    [WireField("0+")]
    public List<string> ConsumerGroups { get; set; } = [];
}
