namespace RaftLog.Metadata;

/// <summary>A coordinator keeps a group's stable state, so that the next controller's coordinator takes over without a rebalance.</summary>
public sealed partial class WriteConsumerGroupCommand
{
    /// <summary>The group's name.</summary>
    public string ConsumerGroup { get; set; } = "";

    /// <summary>The generation that the state belongs to; refused when an older one than what is kept.</summary>
    public int Generation { get; set; }

    /// <summary>The protocol type.</summary>
    public string ProtocolType { get; set; } = "";

    /// <summary>The coordinator's own encoding; empty for a group without members.</summary>
    public ReadOnlyMemory<byte> State { get; set; }
}
