using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>Metadata: brokers, topics, and who leads each partition. Creates topics on the way where that is configured.</summary>
internal sealed class MetadataHandler(ClusterView cluster, TopicAutoCreation autoCreation)
    : ReplyHandler<MetadataRequest, MetadataResponse>(0, 12)
{
    protected override async ValueTask<MetadataResponse> HandleAsync(MetadataRequest request, RequestContext context)
    {
        bool all = request.Topics is null || (context.Version == 0 && request.Topics.Count == 0);
        if (!all && request.AllowAutoTopicCreation)
        {
            await autoCreation.CreateMissingAsync(cluster.Image, request.Topics!, context.Aborted);
        }

        var image = cluster.Image;
        var topics = all
            ? image.Topics.ByName.Values.OrderBy(topic => topic.Name, StringComparer.Ordinal).Select(topic => Describe(image, topic))
            : request.Topics!.Select(wanted => Describe(image, wanted));
        return new MetadataResponse
        {
            ClusterId = image.ClusterId.Length == 0 ? null : image.ClusterId,
            ControllerId = cluster.Controller(image).Value,
            Brokers = [.. ClusterView.ReachableBrokers(image).Select(Describe)],
            Topics = [.. topics],
        };
    }

    private static MetadataResponse.Broker Describe(BrokerRegistration broker) => new()
    {
        NodeId = broker.Id.Value,
        Host = broker.Kafka.Host,
        Port = broker.Kafka.Port,
        Rack = broker.Rack,
    };

    private MetadataResponse.Topic Describe(MetadataImage image, MetadataRequest.Topic wanted)
    {
        TopicImage? topic;
        if (wanted.Name is { } name)
        {
            return image.Topics.TryGet(name, out topic)
                ? Describe(image, topic)
                : new MetadataResponse.Topic
                {
                    Name = name,
                    ErrorCode = TopicNames.IsValid(name) ? ErrorCode.UnknownTopicOrPartition : ErrorCode.InvalidTopicException,
                };
        }

        return image.Topics.TryGet(wanted.TopicId, out topic)
            ? Describe(image, topic)

            // Until version 12 the name cannot be null on the wire.
            : new MetadataResponse.Topic { Name = "", TopicId = wanted.TopicId, ErrorCode = ErrorCode.UnknownTopicId };
    }

    private MetadataResponse.Topic Describe(MetadataImage image, TopicImage topic) => new()
    {
        Name = topic.Name,
        TopicId = topic.Id,
        Partitions = [.. topic.Partitions.Select(partition => Describe(image, partition))],
    };

    private MetadataResponse.Partition Describe(MetadataImage image, PartitionImage partition)
    {
        var leader = cluster.LeaderOf(image, partition.Group);
        var replicas = partition.Replicas.Select(replica => replica.Broker).ToList();
        var online = replicas.Where(id => image.Brokers.TryGet(id, out var broker) && !broker.IsFenced).ToList();
        return new MetadataResponse.Partition
        {
            ErrorCode = leader.Leader == BrokerId.None ? ErrorCode.LeaderNotAvailable : ErrorCode.None,
            PartitionIndex = partition.Number,
            LeaderId = leader.Leader.Value,
            LeaderEpoch = leader.Term == Term.Zero ? -1 : leader.Term.Value,
            ReplicaNodes = [.. replicas.Select(id => id.Value)],

            // Raft has no set of replicas in sync: every majority is. Those that live and vote are the nearest thing.
            IsrNodes = [.. online.Where(id => !partition.Adding.Any(adding => adding.Broker == id)).Select(id => id.Value)],

            // A replica that was lost is offline although its broker is not, until the one that follows it has its data.
            OfflineReplicas = [.. replicas.Except(online).Union(partition.Lost.Select(lost => lost.Broker)).Select(id => id.Value)],
        };
    }
}
