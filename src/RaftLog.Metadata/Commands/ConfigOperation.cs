namespace RaftLog.Metadata;

/// <summary>Kafka's numbers for what can be done to a configuration key (KIP-339).</summary>
public enum ConfigOperation : sbyte
{
    /// <summary>Gives it the value.</summary>
    Set = 0,

    /// <summary>Takes the value away, so that the default holds again.</summary>
    Delete = 1,

    /// <summary>Adds elements to a list.</summary>
    Append = 2,

    /// <summary>Takes elements from a list.</summary>
    Subtract = 3,
}
