namespace RaftLog.Protocol;

/// <summary>What a configuration belongs to.</summary>
public enum ConfigResourceType : sbyte
{
    /// <summary>Nothing known.</summary>
    Unknown = 0,

    /// <summary>A topic, by its name.</summary>
    Topic = 2,

    /// <summary>A broker, by its id; the empty name stands for all of them.</summary>
    Broker = 4,

    /// <summary>The log levels of a broker.</summary>
    BrokerLogger = 8,
}
