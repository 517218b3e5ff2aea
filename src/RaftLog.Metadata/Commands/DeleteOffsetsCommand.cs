using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>Forgets a group's offsets in some partitions.</summary>
[WireMessage(ControllerCommandType.DeleteOffsets, "0")]
public sealed partial class DeleteOffsetsCommand : ICoordinatorCommand
{
    /// <inheritdoc/>
    [WireField("0+")]
    public int CoordinatorTerm { get; set; } = ICoordinatorCommand.AnyTerm;

    /// <summary>The group's name.</summary>
    [WireField("0+")]
    public string ConsumerGroup { get; set; } = "";

    /// <summary>The partitions.</summary>
    [WireField("0+")]
    public List<PartitionReference> Partitions { get; set; } = [];
}
