namespace RaftLog.Metadata;

/// <summary>Kafka's numbers for where a configuration value comes from, the nearest first.</summary>
public enum ConfigSource : sbyte
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Set on the topic.</summary>
    DynamicTopic = 1,

    /// <summary>Set on the broker while the cluster ran.</summary>
    DynamicBroker = 2,

    /// <summary>Set for all brokers while the cluster ran.</summary>
    DynamicDefaultBroker = 3,

    /// <summary>From the broker's configuration file, environment or command line.</summary>
    StaticBroker = 4,

    /// <summary>Not set anywhere.</summary>
    Default = 5,
}
