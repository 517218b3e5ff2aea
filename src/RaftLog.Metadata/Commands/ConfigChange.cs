using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>One change to one configuration key.</summary>
[WireMessage("0")]
public sealed partial class ConfigChange
{
    /// <summary>The key.</summary>
    [WireField("0+")]
    public string Name { get; set; } = "";

    /// <summary>What to do with it.</summary>
    [WireField("0+")]
    public ConfigOperation Operation { get; set; }

    /// <summary>The value to set, add or take away; null to delete.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? Value { get; set; }
}
