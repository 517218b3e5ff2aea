namespace RaftLog.Protocol;

/// <summary>Where the value of a configuration entry comes from.</summary>
public enum ConfigSource : sbyte
{
    /// <summary>Not said, as in version 0 of DescribeConfigs.</summary>
    Unknown = -1,

    /// <summary>Set on the topic.</summary>
    DynamicTopic = 1,

    /// <summary>Set on the broker while it ran.</summary>
    DynamicBroker = 2,

    /// <summary>Set on all brokers while they ran.</summary>
    DynamicDefaultBroker = 3,

    /// <summary>Set when the broker was started.</summary>
    StaticBroker = 4,

    /// <summary>Set by nobody.</summary>
    Default = 5,

    /// <summary>Set on the logger of a broker.</summary>
    DynamicBrokerLogger = 6,

    /// <summary>Set on the consumer group.</summary>
    Group = 8,
}
