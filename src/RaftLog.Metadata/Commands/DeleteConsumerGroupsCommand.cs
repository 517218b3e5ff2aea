namespace RaftLog.Metadata;

/// <summary>Forgets consumer groups (which the coordinator has found empty) with their offsets.</summary>
public sealed partial class DeleteConsumerGroupsCommand
{
    /// <summary>The groups' names.</summary>
    public List<string> ConsumerGroups { get; set; } = [];
}
