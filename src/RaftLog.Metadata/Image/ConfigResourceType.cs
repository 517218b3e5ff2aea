namespace RaftLog.Metadata;

/// <summary>Kafka's numbers for what can be configured.</summary>
public enum ConfigResourceType : sbyte
{
    /// <summary>Not a type.</summary>
    Unknown = 0,

    /// <summary>A topic.</summary>
    Topic = 2,

    /// <summary>One broker, or all of them when the name is empty.</summary>
    Broker = 4,
}
