using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>What became of one topic of a <see cref="DeleteTopicsCommand"/>.</summary>
public sealed partial class DeletedTopic
{
    /// <summary>The topic's name; null when only its id was given and nothing is known of it.</summary>
    public string? Name { get; set; }

    /// <summary>The topic's id; empty when only its name was given and nothing is known of it.</summary>
    public Guid TopicId { get; set; }

    /// <summary>Why it was not deleted.</summary>
    public ErrorCode Error { get; set; }

    /// <summary>The same for people; null without an error.</summary>
    public string? ErrorMessage { get; set; }
}
