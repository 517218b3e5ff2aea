using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A configuration key and the value it is to have.</summary>
[WireMessage("0")]
public sealed partial class ConfigSetting
{
    /// <summary>The key, by Kafka's name.</summary>
    [WireField("0+")]
    public string Name { get; set; } = "";

    /// <summary>The value as text; null is not a value and is refused where one is required.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? Value { get; set; }
}
