namespace RaftLog.Metadata;

/// <summary>The changes to one resource.</summary>
public sealed partial class ConfigResourceAlteration
{
    /// <summary>The kind of resource.</summary>
    public ConfigResourceType Type { get; set; }

    /// <summary>The topic's name or the broker's number; empty for the defaults of all brokers.</summary>
    public string Name { get; set; } = "";

    /// <summary>Whether what is not named in <see cref="Changes"/> goes back to its default (the old AlterConfigs) rather than stays (IncrementalAlterConfigs).</summary>
    public bool ReplacesAll { get; set; }

    /// <summary>The changes.</summary>
    public List<ConfigChange> Changes { get; set; } = [];
}
