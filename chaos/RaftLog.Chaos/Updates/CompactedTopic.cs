namespace RaftLog.Chaos;

/// <summary>How topic and brokers are set where compaction is what is tried: small segments, cleaned early and often.</summary>
internal static class CompactedTopic
{
    /// <summary>The configuration of the topic. The lag has the last updates sealed and cleaned as well, once nothing more comes.</summary>
    public static Dictionary<string, string?> Configs { get; } = new()
    {
        ["cleanup.policy"] = "compact",
        ["segment.bytes"] = "2097152",
        ["min.cleanable.dirty.ratio"] = "0.3",
        ["max.compaction.lag.ms"] = "3000",
    };

    /// <summary>The settings of the brokers.</summary>
    public static string[] BrokerSettings { get; } = ["Compaction:CheckIntervalMs=250", "Retention:CheckIntervalMs=500"];
}
