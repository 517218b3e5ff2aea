using System.Collections.Frozen;
using System.Collections.Immutable;

namespace RaftLog.Metadata;

/// <summary>
/// The topic configuration keys. Those without effect so far are accepted and kept, since keeping more data or holding more copies than asked
/// for harms nobody; <see cref="ConfigDefinition.IsHonoured"/> tells them apart, and their documentation says so.
/// </summary>
public static class TopicConfigDefinitions
{
    /// <summary>
    /// The most that <c>max.message.bytes</c> can be, in bytes. A batch goes from broker to broker in one frame and waits in one mailbox, of twice as much each: one that
    /// did not fit would be appended by the leader and refused by all others.
    /// </summary>
    public const int LargestMaxMessageBytes = 32 * 1024 * 1024;

    private const string Forever = "9223372036854775807";
    private const string Week = "604800000";

    /// <summary>All keys, in the order of their names.</summary>
    public static ImmutableArray<ConfigDefinition> All { get; } =
    [
        Honoured(TopicConfigNames.CleanupPolicy, ConfigType.List, "delete", "log.cleanup.policy", ConfigRule.ListOf("delete", "compact"),
            "How old data leaves: delete (by age and size), compact (all but the last record of each key), or both. Without delete nothing expires."),
        Kept(TopicConfigNames.CompressionType, ConfigType.String, "producer", "compression.type",
            ConfigRule.OneOf("producer", "uncompressed", "gzip", "snappy", "lz4", "zstd"),
            "The codec of batches in the log; producer keeps them as they arrive."),
        Honoured(TopicConfigNames.DeleteRetentionMs, ConfigType.Long, "86400000", "log.cleaner.delete.retention.ms", ConfigRule.AtLeast(0),
            "How long compaction keeps the tombstone of a key, in milliseconds."),
        Honoured(TopicConfigNames.FileDeleteDelayMs, ConfigType.Long, "60000", "log.segment.delete.delay.ms", ConfigRule.AtLeast(0),
            "How long the files of a deleted topic stay, under another name, in milliseconds. Segments that expired go at once."),
        Kept(TopicConfigNames.FlushMessages, ConfigType.Long, Forever, "log.flush.interval.messages", ConfigRule.AtLeast(1),
            "How many records may wait for a flush; raftlog.flush decides instead."),
        Honoured(TopicConfigNames.FlushMs, ConfigType.Long, "1000", "log.flush.interval.ms", ConfigRule.AtLeast(0),
            "With raftlog.flush=interval: how long written records may wait for a flush, in milliseconds."),
        Kept(TopicConfigNames.FollowerReplicationThrottledReplicas, ConfigType.List, "", "follower.replication.throttled.replicas", null,
            "Which replicas are slowed down while they catch up; leader.replication.throttled.rate holds for all of them."),
        Honoured(TopicConfigNames.IndexIntervalBytes, ConfigType.Int, "4096", "log.index.interval.bytes", ConfigRule.AtLeast(1),
            "How many bytes of a segment lie between two entries of its index."),
        Kept(TopicConfigNames.LeaderReplicationThrottledReplicas, ConfigType.List, "", "leader.replication.throttled.replicas", null,
            "Which replicas are slowed down in what they send; leader.replication.throttled.rate holds for all of them."),
        Honoured(TopicConfigNames.MaxCompactionLagMs, ConfigType.Long, Forever, "log.cleaner.max.compaction.lag.ms", ConfigRule.AtLeast(1),
            "How long a record may stay out of compaction, in milliseconds."),
        Honoured(TopicConfigNames.MaxMessageBytes, ConfigType.Int, "1048588", "message.max.bytes", ConfigRule.Between(0, LargestMaxMessageBytes),
            "The largest record batch that is taken, compressed as it arrives, in bytes."),
        Honoured(TopicConfigNames.MessageTimestampAfterMaxMs, ConfigType.Long, "3600000", "log.message.timestamp.after.max.ms", ConfigRule.AtLeast(0),
            "How far a producer's timestamp may be ahead of the broker's clock, in milliseconds."),
        Honoured(TopicConfigNames.MessageTimestampBeforeMaxMs, ConfigType.Long, Forever, "log.message.timestamp.before.max.ms", ConfigRule.AtLeast(0),
            "How far a producer's timestamp may be behind the broker's clock, in milliseconds."),
        Honoured(TopicConfigNames.MessageTimestampType, ConfigType.String, "CreateTime", "log.message.timestamp.type",
            ConfigRule.OneOf("CreateTime", "LogAppendTime"),
            "Whether a record keeps the producer's timestamp or gets the time of its append."),
        Honoured(TopicConfigNames.MinCleanableDirtyRatio, ConfigType.Double, "0.5", "log.cleaner.min.cleanable.ratio", ConfigRule.Between(0, 1),
            "Which part of a log must be uncompacted before it is compacted."),
        Honoured(TopicConfigNames.MinCompactionLagMs, ConfigType.Long, "0", "log.cleaner.min.compaction.lag.ms", ConfigRule.AtLeast(0),
            "How long a record stays out of compaction at least, in milliseconds."),
        Kept(TopicConfigNames.MinInsyncReplicas, ConfigType.Int, "1", "min.insync.replicas", ConfigRule.AtLeast(1),
            "How many replicas must have a record before acks=all is answered; a majority always must."),
        Kept(TopicConfigNames.Preallocate, ConfigType.Boolean, "false", "log.preallocate", null,
            "Whether the file of a segment is allocated when it is created."),
        Honoured(TopicConfigNames.Flush, ConfigType.String, "always", "raftlog.flush", ConfigRule.OneOf("always", "interval"),
            "always: records are on stable storage of a majority before they are acknowledged. interval: they are flushed in the background (flush.ms)."),
        Honoured(TopicConfigNames.RetentionBytes, ConfigType.Long, "-1", "log.retention.bytes", ConfigRule.AtLeast(-1),
            "How many bytes a partition keeps at least before old segments are deleted; -1 for no limit."),
        Honoured(TopicConfigNames.RetentionMs, ConfigType.Long, Week, "log.retention.ms", ConfigRule.AtLeast(-1),
            "How long a partition keeps records at least, in milliseconds; -1 for ever.") with
        {
            Synonyms = [new("log.retention.ms"), new("log.retention.minutes", 60_000), new("log.retention.hours", 3_600_000)],
        },
        Honoured(TopicConfigNames.SegmentBytes, ConfigType.Int, "134217728", "log.segment.bytes", ConfigRule.AtLeast(1024 * 1024),
            "How large a segment grows before the next one begins, in bytes."),
        Kept(TopicConfigNames.SegmentIndexBytes, ConfigType.Int, "10485760", "log.index.size.max.bytes", ConfigRule.AtLeast(4),
            "How large the index of a segment grows, in bytes."),
        Kept(TopicConfigNames.SegmentJitterMs, ConfigType.Long, "0", "log.roll.jitter.ms", ConfigRule.AtLeast(0),
            "How much the roll of segments by age is spread, in milliseconds.") with
        {
            Synonyms = [new("log.roll.jitter.ms"), new("log.roll.jitter.hours", 3_600_000)],
        },
        Honoured(TopicConfigNames.SegmentMs, ConfigType.Long, Week, "log.roll.ms", ConfigRule.AtLeast(1),
            "How old a segment grows before the next one begins, in milliseconds; looked at as often as log.retention.check.interval.ms says.") with
        {
            Synonyms = [new("log.roll.ms"), new("log.roll.hours", 3_600_000)],
        },
        Honoured(TopicConfigNames.UncleanLeaderElectionEnable, ConfigType.Boolean, "false", "unclean.leader.election.enable",
            ConfigRule.OneOf("false"),
            "Always false: a replica that lacks acknowledged records is never elected."),
    ];

    /// <summary>The keys by name.</summary>
    public static FrozenDictionary<string, ConfigDefinition> ByName { get; } = All.ToFrozenDictionary(definition => definition.Name, StringComparer.Ordinal);

    private static ConfigDefinition Honoured(string name, ConfigType type, string value, string brokerName, ConfigRule? rule, string documentation) =>
        new(name, type, value, documentation) { Synonyms = [new(brokerName)], Rule = rule };

    private static ConfigDefinition Kept(string name, ConfigType type, string value, string brokerName, ConfigRule? rule, string documentation) =>
        new(name, type, value, documentation + " Kept, but without effect in this version.")
        {
            Synonyms = [new(brokerName)],
            Rule = rule,
            IsHonoured = false,
        };
}
