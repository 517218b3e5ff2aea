namespace RaftLog.Metadata;

/// <summary>Asks for new topics. Each succeeds or fails by itself.</summary>
public sealed partial class CreateTopicsCommand
{
    /// <summary>The topics to create.</summary>
    public List<TopicCreation> Topics { get; set; } = [];

    /// <summary>Whether to check only, and change nothing.</summary>
    public bool ValidateOnly { get; set; }
}
