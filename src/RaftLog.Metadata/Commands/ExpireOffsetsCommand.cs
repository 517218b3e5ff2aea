using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>Forgets offsets that have expired, and groups that hold nothing any more.</summary>
[WireMessage(ControllerCommandType.ExpireOffsets, "0")]
public sealed partial class ExpireOffsetsCommand : ICoordinatorCommand
{
    /// <inheritdoc/>
    [WireField("0+")]
    public int CoordinatorTerm { get; set; } = ICoordinatorCommand.AnyTerm;

    /// <summary>What to forget of each group.</summary>
    [WireField("0+")]
    public List<GroupExpiry> Groups { get; set; } = [];
}
