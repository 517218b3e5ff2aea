using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>DescribeTopicPartitions (KIP-966): what Metadata tells of topics, page by page in the order of their names.</summary>
internal sealed class DescribeTopicPartitionsHandler(ClusterView cluster)
    : ReplyHandler<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse>(0, 0)
{
    // Kafka's max.request.partition.size.limit.
    private const int MostPartitions = 2000;

    protected override ValueTask<DescribeTopicPartitionsResponse> HandleAsync(DescribeTopicPartitionsRequest request, RequestContext context)
    {
        if (request.From is { PartitionIndex: < 0 })
        {
            return ValueTask.FromResult(new DescribeTopicPartitionsResponse { Topics = [.. request.Topics.Select(Refuse)] });
        }

        var image = cluster.Image;
        var response = new DescribeTopicPartitionsResponse();
        int left = request.ResponsePartitionLimit is > 0 and < MostPartitions ? request.ResponsePartitionLimit : MostPartitions;
        foreach (string name in Names(image, request))
        {
            if (left == 0)
            {
                response.NextCursor = new DescribeTopicPartitionsResponse.Cursor { TopicName = name, PartitionIndex = 0 };
                break;
            }

            if (!image.Topics.TryGet(name, out var topic))
            {
                response.Topics.Add(Unknown(name));
                continue;
            }

            int first = request.From is { } from && from.TopicName == name ? Math.Min(from.PartitionIndex, topic.Partitions.Length) : 0;
            int count = Math.Min(left, topic.Partitions.Length - first);
            response.Topics.Add(Describe(image, topic, first, count));
            left -= count;
            if (first + count < topic.Partitions.Length)
            {
                response.NextCursor = new DescribeTopicPartitionsResponse.Cursor { TopicName = name, PartitionIndex = first + count };
                break;
            }
        }

        return ValueTask.FromResult(response);
    }

    private static IEnumerable<string> Names(MetadataImage image, DescribeTopicPartitionsRequest request)
    {
        var names = request.Topics.Count == 0 ? image.Topics.ByName.Keys : request.Topics.Select(topic => topic.Name).Distinct(StringComparer.Ordinal);
        string first = request.From?.TopicName ?? "";
        return names.Where(name => string.CompareOrdinal(name, first) >= 0).Order(StringComparer.Ordinal);
    }

    private DescribeTopicPartitionsResponse.Topic Describe(MetadataImage image, TopicImage topic, int first, int count) => new()
    {
        Name = topic.Name,
        TopicId = topic.Id,
        Partitions = [.. topic.Partitions.Skip(first).Take(count).Select(partition => Describe(cluster.View(image, partition)))],
        TopicAuthorizedOperations = AuthorizedOperations.Topic,
    };

    // Raft elects nobody who lacks what is acknowledged, so no replica out of sync is eligible. Not null: Java's clients fail on that.
    private static DescribeTopicPartitionsResponse.Partition Describe(PartitionView partition) => new()
    {
        ErrorCode = partition.Error,
        PartitionIndex = partition.Number,
        LeaderId = partition.LeaderId,
        LeaderEpoch = partition.LeaderEpoch,
        ReplicaNodes = partition.Replicas,
        IsrNodes = partition.InSync,
        EligibleLeaderReplicas = [],
        LastKnownElr = [],
        OfflineReplicas = partition.Offline,
    };

    private static DescribeTopicPartitionsResponse.Topic Unknown(string name) => new()
    {
        Name = name,
        ErrorCode = TopicNames.IsValid(name) ? ErrorCode.UnknownTopicOrPartition : ErrorCode.InvalidTopicException,
    };

    // The one way to tell that the place to begin at is none: the answer has no error of its own.
    private static DescribeTopicPartitionsResponse.Topic Refuse(DescribeTopicPartitionsRequest.Topic topic) =>
        new() { Name = topic.Name, ErrorCode = ErrorCode.InvalidRequest };
}
