using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>Partitions are in a transaction, besides those that are already.</summary>
[WireMessage(MetadataRecordType.TransactionPartitions, "0")]
public sealed partial class TransactionPartitionsRecord : MetadataRecord
{
    /// <summary>The transactional id.</summary>
    [WireField("0+")]
    public string TransactionalId { get; init; } = "";

    /// <summary>The topics with their partitions.</summary>
    [WireField("0+")]
    public IReadOnlyList<Topic> Topics { get; init; } = [];

    /// <summary>The record that adds <paramref name="partitions"/>.</summary>
    internal static TransactionPartitionsRecord Of(string transactionalId, IEnumerable<TopicPartition> partitions) => new()
    {
        TransactionalId = transactionalId,
        Topics = [.. partitions.GroupBy(partition => partition.Topic, partition => partition.Partition, StringComparer.Ordinal)
            .Select(topic => new Topic { Name = topic.Key, Partitions = [.. topic] })],
    };

    /// <summary>Partitions of one topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The topic's name.</summary>
        [WireField("0+")]
        public string Name { get; init; } = "";

        /// <summary>The partitions' numbers.</summary>
        [WireField("0+")]
        public IReadOnlyList<int> Partitions { get; init; } = [];
    }
}
