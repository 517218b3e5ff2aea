using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A coordinator keeps a group's stable state, so that the next controller's coordinator takes over without a rebalance.</summary>
[WireMessage(ControllerCommandType.WriteConsumerGroup, "0-1")]
public sealed partial class WriteConsumerGroupCommand : ICoordinatorCommand
{
    /// <inheritdoc/>
    [WireField("0+")]
    public int CoordinatorTerm { get; set; } = ICoordinatorCommand.AnyTerm;

    /// <summary>The group's name.</summary>
    [WireField("0+")]
    public string ConsumerGroup { get; set; } = "";

    /// <summary>Whether to do nothing when no group of that name is kept.</summary>
    [WireField("1+")]
    public bool OnlyIfKnown { get; set; }

    /// <summary>The generation that the state belongs to; refused when an older one than what is kept.</summary>
    [WireField("0+")]
    public int Generation { get; set; }

    /// <summary>The protocol type.</summary>
    [WireField("0+")]
    public string ProtocolType { get; set; } = "";

    /// <summary>The coordinator's own encoding; empty for a group without members.</summary>
    [WireField("0+")]
    public ReadOnlyMemory<byte> State { get; set; }
}
