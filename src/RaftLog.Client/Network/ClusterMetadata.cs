using System.Collections.Frozen;
using System.Net;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Network;

/// <summary>What is known of the cluster; immutable, replaced as a whole.</summary>
internal sealed class ClusterMetadata
{
    public static readonly ClusterMetadata Empty = new()
    {
        Brokers = FrozenDictionary<int, DnsEndPoint>.Empty,
        Topics = FrozenDictionary<string, TopicMetadata>.Empty,
        Errors = FrozenDictionary<string, ErrorCode>.Empty,
    };

    public required FrozenDictionary<int, DnsEndPoint> Brokers { get; init; }

    public required FrozenDictionary<string, TopicMetadata> Topics { get; init; }

    /// <summary>The topics that were asked for and are not in <see cref="Topics"/>, with the reason.</summary>
    public required FrozenDictionary<string, ErrorCode> Errors { get; init; }

    public int ControllerId { get; init; } = -1;

    /// <summary>The partition's leader and its epoch; leader -1 when none is known.</summary>
    public PartitionMetadata Leader(TopicPartition partition) =>
        Topics.TryGetValue(partition.Topic, out TopicMetadata? topic) && (uint)partition.Partition < (uint)topic.Partitions.Length
            ? topic.Partitions[partition.Partition]
            : new PartitionMetadata(partition.Partition, -1, -1);

    /// <summary>
    /// The picture after a response. A leader of an older epoch than the one known does not replace it: brokers learn of
    /// elections at different times, and epochs never go back (KIP-320).
    /// </summary>
    public ClusterMetadata Merge(MetadataResponse response)
    {
        var topics = Topics.ToDictionary();
        var errors = Errors.ToDictionary();
        foreach (MetadataResponse.Topic topic in response.Topics)
        {
            string name = topic.Name ?? "";
            errors.Remove(name);
            if (topic.ErrorCode == ErrorCode.None || topic.Partitions.Count > 0)
            {
                topics[name] = Merge(topics.GetValueOrDefault(name), topic);
            }
            else
            {
                topics.Remove(name);
                errors[name] = topic.ErrorCode;
            }
        }

        return new ClusterMetadata
        {
            Brokers = response.Brokers.ToFrozenDictionary(broker => broker.NodeId, broker => new DnsEndPoint(broker.Host, broker.Port)),
            Topics = topics.ToFrozenDictionary(),
            Errors = errors.ToFrozenDictionary(),
            ControllerId = response.ControllerId,
        };
    }

    private static TopicMetadata Merge(TopicMetadata? known, MetadataResponse.Topic topic)
    {
        var partitions = new PartitionMetadata[topic.Partitions.Count];
        bool sameTopic = known is not null && known.TopicId == topic.TopicId;
        foreach (MetadataResponse.Partition partition in topic.Partitions)
        {
            int number = partition.PartitionIndex;
            if ((uint)number >= (uint)partitions.Length)
            {
                continue;
            }

            var told = new PartitionMetadata(number, partition.LeaderId, partition.LeaderEpoch);
            bool isStale = sameTopic && number < known!.Partitions.Length && told.LeaderEpoch < known.Partitions[number].LeaderEpoch;
            partitions[number] = isStale ? known!.Partitions[number] : told;
        }

        return new TopicMetadata(topic.Name ?? "", topic.TopicId, partitions);
    }
}
