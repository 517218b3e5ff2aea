using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>What became of one consumer group of a request.</summary>
[WireMessage("0")]
public sealed partial class ConsumerGroupOutcome
{
    /// <summary>The group's name.</summary>
    [WireField("0+")]
    public string ConsumerGroup { get; set; } = "";

    /// <summary>What was wrong with it.</summary>
    [WireField("0+")]
    public ErrorCode Error { get; set; }
}
