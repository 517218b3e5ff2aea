using RaftLog.Client.Network;
using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>
/// All that a record needs to know of its topic, found by one look-up: with three (metadata, sticky partition, accumulator) a record took half as
/// long again.
/// </summary>
/// <param name="picture">The picture of the cluster that it was made from; with another one, it is looked up again.</param>
/// <param name="metadata">The topic in it.</param>
/// <param name="sticky">Where records without a key go.</param>
/// <param name="accumulators">All batches.</param>
internal sealed class ProducerTopic(ClusterMetadata picture, TopicMetadata metadata, StickyPartition sticky, RecordAccumulator accumulators)
{
    // Found when first used: a topic may have many partitions, and a producer with keys uses few.
    private readonly PartitionAccumulator?[] _partitions = new PartitionAccumulator?[metadata.Partitions.Length];

    public ClusterMetadata Picture => picture;

    public TopicMetadata Metadata => metadata;

    public StickyPartition Sticky => sticky;

    public PartitionAccumulator Partition(int partition) =>
        _partitions[partition] ??= accumulators.Partition(new TopicPartition(metadata.Name, partition));
}
