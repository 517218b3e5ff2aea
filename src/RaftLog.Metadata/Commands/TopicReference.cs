namespace RaftLog.Metadata;

/// <summary>A topic by name or by id, not both.</summary>
public sealed partial class TopicReference
{
    /// <summary>The name, or null when the id says it.</summary>
    public string? Name { get; set; }

    /// <summary>The id, or empty when the name says it.</summary>
    public Guid TopicId { get; set; }
}
