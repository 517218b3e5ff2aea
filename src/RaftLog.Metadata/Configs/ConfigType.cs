namespace RaftLog.Metadata;

/// <summary>Kafka's numbers for the types of configuration values, as DescribeConfigs tells them.</summary>
public enum ConfigType : sbyte
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean = 1,

    /// <summary>Any text, or one of some words.</summary>
    String = 2,

    /// <summary>A 32-bit number.</summary>
    Int = 3,

    /// <summary>A 16-bit number.</summary>
    Short = 4,

    /// <summary>A 64-bit number.</summary>
    Long = 5,

    /// <summary>A number with a fraction.</summary>
    Double = 6,

    /// <summary>Words separated by commas.</summary>
    List = 7,

    /// <summary>The name of a class.</summary>
    Class = 8,

    /// <summary>A secret.</summary>
    Password = 9,
}
