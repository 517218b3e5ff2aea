using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A consumer group committed offsets.</summary>
[WireMessage(MetadataRecordType.OffsetCommit, "0")]
public sealed partial class OffsetCommitRecord : MetadataRecord
{
    /// <summary>The group's name.</summary>
    [WireField("0+")]
    public string ConsumerGroup { get; init; } = "";

    /// <summary>When the controller took the commit, in Unix milliseconds.</summary>
    [WireField("0+")]
    public long CommitTimestampMs { get; init; }

    /// <summary>The topics with their offsets: a name is written once for all its partitions.</summary>
    [WireField("0+")]
    public IReadOnlyList<Topic> Topics { get; init; } = [];

    /// <summary>The record of some offsets committed at one time; in the order of their partitions, so that equal offsets make equal bytes.</summary>
    internal static OffsetCommitRecord Of(string consumerGroup, long timestampMs, IEnumerable<KeyValuePair<TopicPartition, CommittedOffset>> offsets) => new()
    {
        ConsumerGroup = consumerGroup,
        CommitTimestampMs = timestampMs,
        Topics = [.. offsets.OrderBy(pair => pair.Key).GroupBy(pair => pair.Key.Topic, StringComparer.Ordinal).Select(Topic.Of)],
    };

    /// <summary>The offsets that such topics say, committed at one time.</summary>
    internal static IEnumerable<KeyValuePair<TopicPartition, CommittedOffset>> OffsetsIn(IEnumerable<Topic> topics, long timestampMs) =>
        from topic in topics
        from partition in topic.Partitions
        select KeyValuePair.Create(
            new TopicPartition(topic.Name, partition.Number),
            new CommittedOffset(partition.Offset, partition.LeaderEpoch, partition.Metadata, timestampMs));

    /// <summary>The offsets in one topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The topic's name.</summary>
        [WireField("0+")]
        public string Name { get; init; } = "";

        /// <summary>The offsets.</summary>
        [WireField("0+")]
        public IReadOnlyList<Partition> Partitions { get; init; } = [];

        internal static Topic Of(IGrouping<string, KeyValuePair<TopicPartition, CommittedOffset>> offsets) => new()
        {
            Name = offsets.Key,
            Partitions = [.. offsets.Select(pair => Partition.Of(pair.Key.Partition, pair.Value))],
        };
    }

    /// <summary>The offset in one partition.</summary>
    [WireStruct]
    public sealed partial class Partition
    {
        /// <summary>The partition's number.</summary>
        [WireField("0+")]
        public int Number { get; init; }

        /// <summary>The offset of the next record to consume.</summary>
        [WireField("0+")]
        public Offset Offset { get; init; }

        /// <summary>The leader epoch of the last consumed record; -1 when unknown.</summary>
        [WireField("0+")]
        public int LeaderEpoch { get; init; } = -1;

        /// <summary>The client's note.</summary>
        [WireField("0+")]
        public string Metadata { get; init; } = "";

        internal static Partition Of(int number, CommittedOffset offset) => new()
        {
            Number = number,
            Offset = offset.Offset,
            LeaderEpoch = offset.LeaderEpoch,
            Metadata = offset.Metadata,
        };
    }
}
