using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>One configuration key of a topic, a broker or all brokers was set or taken away.</summary>
[WireMessage(MetadataRecordType.Config, "0")]
public sealed partial class ConfigRecord : MetadataRecord
{
    /// <summary>The kind of resource.</summary>
    [WireField("0+")]
    public ConfigResourceType ResourceType { get; init; }

    /// <summary>The topic's name or the broker's number; empty for all brokers.</summary>
    [WireField("0+")]
    public string ResourceName { get; init; } = "";

    /// <summary>The key.</summary>
    [WireField("0+")]
    public string Name { get; init; } = "";

    /// <summary>The value; null takes the key away.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? Value { get; init; }
}
