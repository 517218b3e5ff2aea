using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>What became of one partition of a request.</summary>
[WireMessage("0-1")]
public sealed partial class PartitionOutcome
{
    /// <summary>The topic's name.</summary>
    [WireField("0+")]
    public string Topic { get; set; } = "";

    /// <summary>The partition's number.</summary>
    [WireField("0+")]
    public int Partition { get; set; }

    /// <summary>What was wrong with it.</summary>
    [WireField("0+")]
    public ErrorCode Error { get; set; }

    /// <summary>The same for people; null without an error, and where the code says it all.</summary>
    [WireField("1+", Nullable = "1+", Ignorable = true)]
    public string? ErrorMessage { get; set; }
}
