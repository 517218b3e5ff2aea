using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A consumer group is in a transaction, and these offsets of it wait for the end.</summary>
[WireMessage(MetadataRecordType.TransactionOffsets, "0")]
public sealed partial class TransactionOffsetsRecord : MetadataRecord
{
    /// <summary>The transactional id.</summary>
    [WireField("0+")]
    public string TransactionalId { get; init; } = "";

    /// <summary>The group's name.</summary>
    [WireField("0+")]
    public string ConsumerGroup { get; init; } = "";

    /// <summary>When the controller took them, in Unix milliseconds.</summary>
    [WireField("0+")]
    public long CommitTimestampMs { get; init; }

    /// <summary>The topics with their offsets; none when the group was only named so far.</summary>
    [WireField("0+")]
    public IReadOnlyList<OffsetCommitRecord.Topic> Topics { get; init; } = [];

    /// <summary>The record of some offsets taken at one time.</summary>
    internal static TransactionOffsetsRecord Of(
        string transactionalId, string consumerGroup, long timestampMs, IEnumerable<KeyValuePair<TopicPartition, CommittedOffset>> offsets) =>
        new()
        {
            TransactionalId = transactionalId,
            ConsumerGroup = consumerGroup,
            CommitTimestampMs = timestampMs,
            Topics = OffsetCommitRecord.Of(consumerGroup, timestampMs, offsets).Topics,
        };
}
