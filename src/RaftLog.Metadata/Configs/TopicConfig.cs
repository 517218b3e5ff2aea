using System.Globalization;
using RaftLog.Storage;

namespace RaftLog.Metadata;

/// <summary>
/// The configuration that holds for a topic on one broker, every key resolved and parsed. Immutable; made by
/// <see cref="ConfigResolver.TopicConfig"/>. Which keys change what a broker does, see <see cref="TopicConfigDefinitions"/>.
/// </summary>
public sealed record TopicConfig
{
    /// <summary><c>cleanup.policy</c></summary>
    public required CleanupPolicies CleanupPolicy { get; init; }

    /// <summary><c>retention.ms</c>; null keeps for ever.</summary>
    public required TimeSpan? Retention { get; init; }

    /// <summary><c>retention.bytes</c> of a partition; -1 for no limit.</summary>
    public required long RetentionBytes { get; init; }

    /// <summary><c>segment.bytes</c></summary>
    public required int SegmentBytes { get; init; }

    /// <summary><c>segment.ms</c></summary>
    public required TimeSpan SegmentAge { get; init; }

    /// <summary>How long the files of a replica stay that is deleted (<c>file.delete.delay.ms</c>).</summary>
    public required TimeSpan FileDeleteDelay { get; init; }

    /// <summary><c>index.interval.bytes</c></summary>
    public required int IndexIntervalBytes { get; init; }

    /// <summary><c>max.message.bytes</c>: the largest record batch, as it arrives.</summary>
    public required int MaxMessageBytes { get; init; }

    /// <summary><c>min.insync.replicas</c></summary>
    public required int MinInsyncReplicas { get; init; }

    /// <summary><c>compression.type</c>: a codec, <c>uncompressed</c>, or <c>producer</c> to keep what arrives.</summary>
    public required string CompressionType { get; init; }

    /// <summary><c>message.timestamp.type</c></summary>
    public required TimestampType TimestampType { get; init; }

    /// <summary><c>message.timestamp.before.max.ms</c>: how much older than the broker's clock a timestamp may be, in milliseconds.</summary>
    public required long TimestampBeforeMaxMs { get; init; }

    /// <summary><c>message.timestamp.after.max.ms</c>: how much later than the broker's clock a timestamp may be, in milliseconds.</summary>
    public required long TimestampAfterMaxMs { get; init; }

    /// <summary><c>delete.retention.ms</c></summary>
    public required TimeSpan DeleteRetention { get; init; }

    /// <summary><c>min.compaction.lag.ms</c></summary>
    public required TimeSpan MinCompactionLag { get; init; }

    /// <summary><c>max.compaction.lag.ms</c></summary>
    public required TimeSpan MaxCompactionLag { get; init; }

    /// <summary><c>min.cleanable.dirty.ratio</c></summary>
    public required double MinCleanableDirtyRatio { get; init; }

    /// <summary><c>raftlog.flush</c></summary>
    public required FlushMode Flush { get; init; }

    /// <summary><c>flush.ms</c>: the longest wait for a flush under <see cref="FlushMode.Interval"/>.</summary>
    public required TimeSpan FlushInterval { get; init; }

    /// <summary>The defaults, with nothing set anywhere.</summary>
    public static TopicConfig Default { get; } = Parse(name => TopicConfigDefinitions.ByName[name].Default!);

    /// <summary>Parses the values that <paramref name="value"/> gives for each key; they have passed validation.</summary>
    internal static TopicConfig Parse(Func<string, string> value) => new()
    {
        CleanupPolicy = ParsePolicies(value(TopicConfigNames.CleanupPolicy)),
        Retention = Long(value(TopicConfigNames.RetentionMs)) is >= 0 and var ms ? Milliseconds(ms) : null,
        RetentionBytes = Long(value(TopicConfigNames.RetentionBytes)),
        SegmentBytes = Int(value(TopicConfigNames.SegmentBytes)),
        FileDeleteDelay = Milliseconds(Long(value(TopicConfigNames.FileDeleteDelayMs))),
        SegmentAge = Milliseconds(Long(value(TopicConfigNames.SegmentMs))),
        IndexIntervalBytes = Int(value(TopicConfigNames.IndexIntervalBytes)),
        MaxMessageBytes = Int(value(TopicConfigNames.MaxMessageBytes)),
        MinInsyncReplicas = Int(value(TopicConfigNames.MinInsyncReplicas)),
        CompressionType = value(TopicConfigNames.CompressionType).Trim(),
        TimestampType = Enum.Parse<TimestampType>(value(TopicConfigNames.MessageTimestampType)),
        TimestampBeforeMaxMs = Long(value(TopicConfigNames.MessageTimestampBeforeMaxMs)),
        TimestampAfterMaxMs = Long(value(TopicConfigNames.MessageTimestampAfterMaxMs)),
        DeleteRetention = Milliseconds(Long(value(TopicConfigNames.DeleteRetentionMs))),
        MinCompactionLag = Milliseconds(Long(value(TopicConfigNames.MinCompactionLagMs))),
        MaxCompactionLag = Milliseconds(Long(value(TopicConfigNames.MaxCompactionLagMs))),
        MinCleanableDirtyRatio = double.Parse(value(TopicConfigNames.MinCleanableDirtyRatio), CultureInfo.InvariantCulture),
        Flush = Enum.Parse<FlushMode>(value(TopicConfigNames.Flush), ignoreCase: true),
        FlushInterval = Milliseconds(Long(value(TopicConfigNames.FlushMs))),
    };

    private static CleanupPolicies ParsePolicies(string value) =>
        ConfigValues.List(value).Aggregate(CleanupPolicies.None, (all, word) => all | Enum.Parse<CleanupPolicies>(word, ignoreCase: true));

    private static int Int(string value) => int.Parse(value, CultureInfo.InvariantCulture);

    private static long Long(string value) => long.Parse(value, CultureInfo.InvariantCulture);

    // Kafka's "for ever" is the largest long, far more than a TimeSpan holds.
    private static TimeSpan Milliseconds(long value) =>
        value >= TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMillisecond ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(value);
}
