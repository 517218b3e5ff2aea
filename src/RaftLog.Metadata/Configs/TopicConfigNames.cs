namespace RaftLog.Metadata;

/// <summary>The keys of topic configurations.</summary>
public static class TopicConfigNames
{
    /// <summary>How old data leaves.</summary>
    public const string CleanupPolicy = "cleanup.policy";

    /// <summary>How batches are compressed in the log.</summary>
    public const string CompressionType = "compression.type";

    /// <summary>How long compaction keeps tombstones.</summary>
    public const string DeleteRetentionMs = "delete.retention.ms";

    /// <summary>How long a deleted segment's file stays.</summary>
    public const string FileDeleteDelayMs = "file.delete.delay.ms";

    /// <summary>When acknowledged records are flushed; ours.</summary>
    public const string Flush = "raftlog.flush";

    /// <summary>How many records may wait for a flush.</summary>
    public const string FlushMessages = "flush.messages";

    /// <summary>How long records may wait for a flush.</summary>
    public const string FlushMs = "flush.ms";

    /// <summary>Which replicas Kafka's tools slow down while they catch up.</summary>
    public const string FollowerReplicationThrottledReplicas = "follower.replication.throttled.replicas";

    /// <summary>How densely a segment is indexed.</summary>
    public const string IndexIntervalBytes = "index.interval.bytes";

    /// <summary>Which replicas Kafka's tools slow down in what they send.</summary>
    public const string LeaderReplicationThrottledReplicas = "leader.replication.throttled.replicas";

    /// <summary>How long a record may stay uncompacted.</summary>
    public const string MaxCompactionLagMs = "max.compaction.lag.ms";

    /// <summary>The largest record batch.</summary>
    public const string MaxMessageBytes = "max.message.bytes";

    /// <summary>How late a record's timestamp may be.</summary>
    public const string MessageTimestampAfterMaxMs = "message.timestamp.after.max.ms";

    /// <summary>How old a record's timestamp may be.</summary>
    public const string MessageTimestampBeforeMaxMs = "message.timestamp.before.max.ms";

    /// <summary>Whose clock a record's timestamp is from.</summary>
    public const string MessageTimestampType = "message.timestamp.type";

    /// <summary>How much of a log must be dirty before it is compacted.</summary>
    public const string MinCleanableDirtyRatio = "min.cleanable.dirty.ratio";

    /// <summary>How long a record stays uncompacted at least.</summary>
    public const string MinCompactionLagMs = "min.compaction.lag.ms";

    /// <summary>How many replicas must have a record.</summary>
    public const string MinInsyncReplicas = "min.insync.replicas";

    /// <summary>Whether segment files are allocated beforehand.</summary>
    public const string Preallocate = "preallocate";

    /// <summary>How much a partition keeps.</summary>
    public const string RetentionBytes = "retention.bytes";

    /// <summary>How long a partition keeps records.</summary>
    public const string RetentionMs = "retention.ms";

    /// <summary>How large a segment grows.</summary>
    public const string SegmentBytes = "segment.bytes";

    /// <summary>How large a segment's index grows.</summary>
    public const string SegmentIndexBytes = "segment.index.bytes";

    /// <summary>How much segment rolls are spread.</summary>
    public const string SegmentJitterMs = "segment.jitter.ms";

    /// <summary>How old a segment grows.</summary>
    public const string SegmentMs = "segment.ms";

    /// <summary>Whether a replica without all committed records may lead.</summary>
    public const string UncleanLeaderElectionEnable = "unclean.leader.election.enable";
}
