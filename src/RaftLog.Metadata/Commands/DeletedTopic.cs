using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>What became of one topic of a <see cref="DeleteTopicsCommand"/>.</summary>
[WireMessage("0")]
public sealed partial class DeletedTopic
{
    /// <summary>The topic's name; null when only its id was given and nothing is known of it.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? Name { get; set; }

    /// <summary>The topic's id; empty when only its name was given and nothing is known of it.</summary>
    [WireField("0+")]
    public Guid TopicId { get; set; }

    /// <summary>Why it was not deleted.</summary>
    [WireField("0+")]
    public ErrorCode Error { get; set; }

    /// <summary>The same for people; null without an error.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? ErrorMessage { get; set; }
}
