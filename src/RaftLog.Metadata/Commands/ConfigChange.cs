namespace RaftLog.Metadata;

/// <summary>One change to one configuration key.</summary>
public sealed partial class ConfigChange
{
    /// <summary>The key.</summary>
    public string Name { get; set; } = "";

    /// <summary>What to do with it.</summary>
    public ConfigOperation Operation { get; set; }

    /// <summary>The value to set, add or take away; null to delete.</summary>
    public string? Value { get; set; }
}
