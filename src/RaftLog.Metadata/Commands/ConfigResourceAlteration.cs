using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The changes to one resource.</summary>
[WireMessage("0")]
public sealed partial class ConfigResourceAlteration
{
    /// <summary>The kind of resource.</summary>
    [WireField("0+")]
    public ConfigResourceType Type { get; set; }

    /// <summary>The topic's name or the broker's number; empty for the defaults of all brokers.</summary>
    [WireField("0+")]
    public string Name { get; set; } = "";

    /// <summary>Whether what is not named in <see cref="Changes"/> goes back to its default (the old AlterConfigs) rather than stays (IncrementalAlterConfigs).</summary>
    [WireField("0+")]
    public bool ReplacesAll { get; set; }

    /// <summary>The changes.</summary>
    [WireField("0+")]
    public List<ConfigChange> Changes { get; set; } = [];
}
