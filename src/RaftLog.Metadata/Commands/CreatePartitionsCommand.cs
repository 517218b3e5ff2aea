using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>Asks for more partitions of topics. Each topic succeeds or fails by itself.</summary>
[WireMessage(ControllerCommandType.CreatePartitions, "0")]
public sealed partial class CreatePartitionsCommand
{
    /// <summary>The topics that are to grow.</summary>
    [WireField("0+")]
    public List<TopicGrowth> Topics { get; set; } = [];

    /// <summary>Whether to check only, and change nothing.</summary>
    [WireField("0+")]
    public bool ValidateOnly { get; set; }
}
