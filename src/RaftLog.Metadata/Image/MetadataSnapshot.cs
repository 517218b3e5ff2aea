using System.Buffers;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>
/// An image as records: a sequence of <see cref="MetadataEntry"/> payloads until the bytes end. Applying them to the empty image gives
/// an equal one; equal images make equal bytes. The file around it carries index, term and checksum.
/// </summary>
internal static class MetadataSnapshot
{
    // Records are written in pieces, so that a large image is never there twice.
    private const int RecordsPerEntry = 1_000;

    /// <summary>Writes <paramref name="image"/>.</summary>
    public static void Write(MetadataImage image, IBufferWriter<byte> destination)
    {
        foreach (var records in Records(image).Chunk(RecordsPerEntry))
        {
            MetadataEntry.Write(destination, records);
        }
    }

    /// <summary>Reads an image that includes everything up to <paramref name="index"/>.</summary>
    /// <exception cref="MetadataFormatException">The bytes are damaged, or of a newer program.</exception>
    public static MetadataImage Read(LogIndex index, ReadOnlySequence<byte> content)
    {
        var delta = new MetadataDelta(MetadataImage.Empty);
        var reader = new WireReader(content);
        try
        {
            while (reader.Remaining > 0)
            {
                delta.Apply(MetadataEntry.Read(ref reader));
            }
        }
        catch (WireFormatException damage)
        {
            throw new MetadataFormatException($"The metadata snapshot at index {index.Value} is damaged", damage);
        }

        return delta.Finish(index).New;
    }

    /// <summary>The records that make <paramref name="image"/> of the empty one.</summary>
    public static IEnumerable<MetadataRecord> Records(MetadataImage image) =>
        Counters(image)
            .Concat(image.Brokers.All.Select(Registration))
            .Concat(image.Topics.ById.Values.OrderBy(topic => topic.Name, StringComparer.Ordinal).SelectMany(Topic))
            .Concat(image.Configs.ByResource.OrderBy(pair => pair.Key.Type).ThenBy(pair => pair.Key.Name, StringComparer.Ordinal).SelectMany(pair => pair.Value.Select(value => Config(pair.Key, value))))
            .Concat(image.ConsumerGroups.ById.Values.OrderBy(group => group.Id, StringComparer.Ordinal).SelectMany(ConsumerGroup))
            .Concat(image.Transactions.ById.Values.SelectMany(Transaction));

    private static IEnumerable<MetadataRecord> Counters(MetadataImage image)
    {
        if (image.ClusterId.Length > 0)
        {
            yield return new ClusterRecord { ClusterId = image.ClusterId };
        }

        yield return new IdCountersRecord { NextGroup = image.NextGroupId, NextBrokerEpoch = image.NextBrokerEpoch };
        yield return new ProducerIdsRecord { NextProducerId = image.NextProducerId };
    }

    private static BrokerRegistrationRecord Registration(BrokerRegistration broker) => new BrokerRegistrationRecord
    {
        Broker = broker.Id,
        IncarnationId = broker.IncarnationId,
        BrokerEpoch = broker.Epoch,
        Directory = broker.Directory,
        MetadataReplica = broker.MetadataReplica,
        KafkaHost = broker.Kafka.Host,
        KafkaPort = broker.Kafka.Port,
        PeerHost = broker.Peer.Host,
        PeerPort = broker.Peer.Port,
        Rack = broker.Rack,
        IsFenced = broker.IsFenced,
        IsShuttingDown = broker.IsShuttingDown,
    };

    private static IEnumerable<MetadataRecord> Topic(TopicImage topic) =>
        topic.Partitions
            .Select(partition => (MetadataRecord)PartitionRecord.Of(topic.Id, partition))
            .Prepend(new TopicRecord { TopicId = topic.Id, Name = topic.Name });

    private static ConfigRecord Config(ConfigResource resource, KeyValuePair<string, string> setting) =>
        new ConfigRecord { ResourceType = resource.Type, ResourceName = resource.Name, Name = setting.Key, Value = setting.Value };

    private static IEnumerable<MetadataRecord> Transaction(TransactionImage transaction)
    {
        yield return TransactionRecord.Of(transaction);
        if (!transaction.Partitions.IsEmpty)
        {
            yield return TransactionPartitionsRecord.Of(transaction.TransactionalId, transaction.Partitions);
        }

        foreach (var (group, offsets) in transaction.PendingOffsets)
        {
            // One record names the group, which may have no offsets yet.
            yield return TransactionOffsetsRecord.Of(transaction.TransactionalId, group, 0, []);
            foreach (var taken in offsets.GroupBy(pair => pair.Value.CommitTimestampMs).OrderBy(taken => taken.Key))
            {
                yield return TransactionOffsetsRecord.Of(transaction.TransactionalId, group, taken.Key, taken);
            }
        }
    }

    // A commit record has one timestamp for all its offsets.
    private static IEnumerable<MetadataRecord> ConsumerGroup(ConsumerGroupImage group) =>
        group.Offsets
            .GroupBy(pair => pair.Value.CommitTimestampMs)
            .OrderBy(offsets => offsets.Key)
            .Select(offsets => (MetadataRecord)OffsetCommitRecord.Of(group.Id, offsets.Key, offsets))
            .Prepend(new ConsumerGroupRecord
            {
                ConsumerGroup = group.Id,
                Generation = group.Generation,
                ProtocolType = group.ProtocolType,
                State = group.State.ToArray(),
            });
}
