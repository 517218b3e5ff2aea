using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>What became of one partition of a request.</summary>
public sealed partial class PartitionOutcome
{
    /// <summary>The topic's name.</summary>
    public string Topic { get; set; } = "";

    /// <summary>The partition's number.</summary>
    public int Partition { get; set; }

    /// <summary>What was wrong with it.</summary>
    public ErrorCode Error { get; set; }
}
