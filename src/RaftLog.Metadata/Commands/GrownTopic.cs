using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>What became of one <see cref="TopicGrowth"/>.</summary>
[WireMessage("0")]
public sealed partial class GrownTopic
{
    /// <summary>The name asked for.</summary>
    [WireField("0+")]
    public string Topic { get; set; } = "";

    /// <summary>Why it got no more partitions.</summary>
    [WireField("0+")]
    public ErrorCode Error { get; set; }

    /// <summary>The same for people; null without an error.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? ErrorMessage { get; set; }
}
