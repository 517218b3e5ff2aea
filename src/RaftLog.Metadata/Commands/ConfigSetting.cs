namespace RaftLog.Metadata;

/// <summary>A configuration key and the value it is to have.</summary>
public sealed partial class ConfigSetting
{
    /// <summary>The key, by Kafka's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The value as text; null is not a value and is refused where one is required.</summary>
    public string? Value { get; set; }
}
