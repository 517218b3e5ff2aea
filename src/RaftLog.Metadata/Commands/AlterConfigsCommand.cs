namespace RaftLog.Metadata;

/// <summary>Changes configurations. Each resource changes as a whole or not at all.</summary>
public sealed partial class AlterConfigsCommand
{
    /// <summary>The resources to change.</summary>
    public List<ConfigResourceAlteration> Resources { get; set; } = [];

    /// <summary>Whether to check only, and change nothing.</summary>
    public bool ValidateOnly { get; set; }
}
