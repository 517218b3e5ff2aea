namespace RaftLog.Metadata;

/// <summary>Asks for topics to be deleted, each by name or by id.</summary>
public sealed partial class DeleteTopicsCommand
{
    /// <summary>The topics to delete.</summary>
    public List<TopicReference> Topics { get; set; } = [];
}
