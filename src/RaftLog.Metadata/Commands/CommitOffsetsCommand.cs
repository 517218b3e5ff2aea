using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A consumer group's coordinator (which has checked member and generation) writes offsets.</summary>
[WireMessage(ControllerCommandType.CommitOffsets, "0")]
public sealed partial class CommitOffsetsCommand : ICoordinatorCommand
{
    /// <inheritdoc/>
    [WireField("0+")]
    public int CoordinatorTerm { get; set; } = ICoordinatorCommand.AnyTerm;

    /// <summary>The group's name.</summary>
    [WireField("0+")]
    public string ConsumerGroup { get; set; } = "";

    /// <summary>The offsets.</summary>
    [WireField("0+")]
    public List<OffsetCommit> Offsets { get; set; } = [];
}
