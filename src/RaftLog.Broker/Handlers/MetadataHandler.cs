using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>Metadata: brokers, topics, and who leads each partition. Creates topics on the way where that is configured.</summary>
internal sealed class MetadataHandler(ClusterView cluster, TopicAutoCreation autoCreation)
    : ReplyHandler<MetadataRequest, MetadataResponse>(0, 13)
{
    // What has no name is told by its id alone from then on.
    private const short FirstVersionWithoutName = 12;

    protected override async ValueTask<MetadataResponse> HandleAsync(MetadataRequest request, RequestContext context)
    {
        bool all = request.Topics is null || (context.Version == 0 && request.Topics.Count == 0);
        if (!all && request.AllowAutoTopicCreation)
        {
            await autoCreation.CreateMissingAsync(cluster.Image, request.Topics!, context.Aborted);
        }

        var image = cluster.Image;
        int operations = request.IncludeTopicAuthorizedOperations ? AuthorizedOperations.Topic : AuthorizedOperations.NotAsked;
        var topics = all
            ? image.Topics.ByName.Values.OrderBy(topic => topic.Name, StringComparer.Ordinal).Select(topic => Describe(image, topic, operations))
            : request.Topics!.Select(wanted => Describe(image, wanted, operations, context.Version));
        return new MetadataResponse
        {
            ClusterId = image.ClusterId.Length == 0 ? null : image.ClusterId,
            ControllerId = cluster.Controller(image).Value,
            Brokers = [.. ClusterView.ReachableBrokers(image).Select(Describe)],
            Topics = [.. topics],
            ClusterAuthorizedOperations = request.IncludeClusterAuthorizedOperations ? AuthorizedOperations.Cluster : AuthorizedOperations.NotAsked,
        };
    }

    private static MetadataResponse.Broker Describe(BrokerRegistration broker) => new()
    {
        NodeId = broker.Id.Value,
        Host = broker.Kafka.Host,
        Port = broker.Kafka.Port,
        Rack = broker.Rack,
    };

    private MetadataResponse.Topic Describe(MetadataImage image, MetadataRequest.Topic wanted, int operations, short version)
    {
        TopicImage? topic;
        if (wanted.Name is { } name)
        {
            return image.Topics.TryGet(name, out topic)
                ? Describe(image, topic, operations)
                : new MetadataResponse.Topic
                {
                    Name = name,
                    ErrorCode = TopicNames.IsValid(name) ? ErrorCode.UnknownTopicOrPartition : ErrorCode.InvalidTopicException,
                };
        }

        return image.Topics.TryGet(wanted.TopicId, out topic)
            ? Describe(image, topic, operations)
            : new MetadataResponse.Topic
            {
                Name = version >= FirstVersionWithoutName ? null : "",
                TopicId = wanted.TopicId,
                ErrorCode = ErrorCode.UnknownTopicId,
            };
    }

    private MetadataResponse.Topic Describe(MetadataImage image, TopicImage topic, int operations) => new()
    {
        Name = topic.Name,
        TopicId = topic.Id,
        Partitions = [.. topic.Partitions.Select(partition => Describe(cluster.View(image, partition)))],
        TopicAuthorizedOperations = operations,
    };

    private static MetadataResponse.Partition Describe(PartitionView partition) => new()
    {
        ErrorCode = partition.Error,
        PartitionIndex = partition.Number,
        LeaderId = partition.LeaderId,
        LeaderEpoch = partition.LeaderEpoch,
        ReplicaNodes = partition.Replicas,
        IsrNodes = partition.InSync,
        OfflineReplicas = partition.Offline,
    };
}
