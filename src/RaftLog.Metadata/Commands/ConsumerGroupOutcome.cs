using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>What became of one consumer group of a request.</summary>
public sealed partial class ConsumerGroupOutcome
{
    /// <summary>The group's name.</summary>
    public string ConsumerGroup { get; set; } = "";

    /// <summary>What was wrong with it.</summary>
    public ErrorCode Error { get; set; }
}
