using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <content>Topics.</content>
public sealed partial class AdminClient
{
    /// <summary>Creates a topic; completes when it is usable, that is, when every partition has a leader.</summary>
    /// <exception cref="RaftLogException">It was not created; <c>TOPIC_ALREADY_EXISTS</c> among others.</exception>
    public async Task CreateTopicAsync(NewTopic topic, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        var request = new CreateTopicsRequest
        {
            TimeoutMs = RequestTimeoutMs,
            Topics =
            [
                new CreateTopicsRequest.Topic
                {
                    Name = topic.Name,
                    NumPartitions = topic.Partitions,
                    ReplicationFactor = topic.ReplicationFactor,
                    Configs = [.. topic.Configs.Select(config => new CreateTopicsRequest.Config { Name = config.Key, Value = config.Value })],
                },
            ],
        };
        bool sentBefore = false;
        await _cluster.RetryAsync(
            async token =>
            {
                bool isRetry = sentBefore;
                sentBefore = true;
                CreateTopicsResponse response = await _cluster
                    .SendAsync<CreateTopicsRequest, CreateTopicsResponse>(ControllerOrAny(), ConnectionPurpose.General, request, token)
                    .ConfigureAwait(false);
                CreateTopicsResponse.Topic? answer = response.Topics.Find(one => one.Name == topic.Name);

                // When an answer was lost, the retry finds what the first attempt created.
                bool isOurs = isRetry && answer?.ErrorCode == ErrorCode.TopicAlreadyExists;
                CheckTopic(isOurs ? ErrorCode.None : answer?.ErrorCode ?? ErrorCode.UnknownServerError, answer?.ErrorMessage, topic.Name, "created");
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        await WaitForLeadersAsync(topic.Name, atLeast: 1, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a topic.</summary>
    /// <exception cref="RaftLogException">It was not deleted; <c>UNKNOWN_TOPIC_OR_PARTITION</c> when there is none of that name.</exception>
    public async Task DeleteTopicAsync(string topic, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        var request = new DeleteTopicsRequest { TopicNames = [topic], TimeoutMs = RequestTimeoutMs };
        ErrorCode error = ErrorCode.None;
        string? message = null;
        await _cluster.RetryAsync(
            async token =>
            {
                DeleteTopicsResponse response = await _cluster
                    .SendAsync<DeleteTopicsRequest, DeleteTopicsResponse>(ControllerOrAny(), ConnectionPurpose.General, request, token)
                    .ConfigureAwait(false);
                DeleteTopicsResponse.Topic? answer = response.Responses.Find(one => one.Name == topic);
                error = answer?.ErrorCode ?? ErrorCode.UnknownServerError;
                message = answer?.ErrorMessage;

                // Retriable elsewhere, but here it is the plain answer.
                if (error != ErrorCode.UnknownTopicOrPartition)
                {
                    CheckTopic(error, message, topic, "deleted");
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);
        CheckTopic(error, message, topic, "deleted");
    }

    /// <summary>The names of all topics, in order.</summary>
    /// <exception cref="RaftLogException">No broker answered.</exception>
    public async Task<IReadOnlyList<string>> ListTopicsAsync(CancellationToken cancellationToken = default)
    {
        MetadataResponse response = await QueryAsync(null, cancellationToken).ConfigureAwait(false);
        return [.. response.Topics.Where(topic => topic.ErrorCode == ErrorCode.None).Select(topic => topic.Name ?? "").Order(StringComparer.Ordinal)];
    }

    /// <summary>Describes topics, in the order asked for.</summary>
    /// <exception cref="RaftLogException">One of them does not exist.</exception>
    public async Task<IReadOnlyList<TopicDescription>> DescribeTopicsAsync(IEnumerable<string> topics, CancellationToken cancellationToken = default)
    {
        string[] names = [.. topics];
        MetadataResponse response = await QueryAsync(names, cancellationToken).ConfigureAwait(false);
        var descriptions = new List<TopicDescription>();
        foreach (string name in names)
        {
            MetadataResponse.Topic? found = response.Topics.Find(topic => topic.Name == name);
            bool isListed = found is not null && (found.ErrorCode == ErrorCode.None || found.Partitions.Count > 0);
            CheckTopic(isListed ? ErrorCode.None : found?.ErrorCode ?? ErrorCode.UnknownTopicOrPartition, null, name, "described");
            descriptions.Add(Describe(found!));
        }

        return descriptions;
    }

    private int RequestTimeoutMs => (int)Math.Min(_cluster.Options.RequestTimeout.TotalMilliseconds, int.MaxValue);

    private Task<bool> WaitForLeadersAsync(string topic, int atLeast, CancellationToken cancellationToken) =>
        _cluster.RetryAsync(
            async token =>
            {
                MetadataResponse response = await _cluster.Metadata.QueryAsync([topic], token).ConfigureAwait(false);
                MetadataResponse.Topic? found = response.Topics.Find(one => one.Name == topic);
                bool isUsable = found?.Partitions.Count >= atLeast && found.Partitions.TrueForAll(partition => partition.LeaderId >= 0);
                return isUsable
                    ? true
                    : throw new RaftLogException(
                        ErrorCode.LeaderNotAvailable,
                        $"Not every partition of topic {topic} has a leader within OperationTimeout = {_cluster.Options.OperationTimeout}.",
                        new TopicPartition(topic, -1));
            },
            cancellationToken);

    private static TopicDescription Describe(MetadataResponse.Topic topic) =>
        new(
            topic.Name ?? "",
            topic.TopicId,
            topic.IsInternal,
            [
                .. topic.Partitions.OrderBy(partition => partition.PartitionIndex).Select(partition => new PartitionDescription(
                    partition.PartitionIndex,
                    partition.LeaderId,
                    partition.LeaderEpoch,
                    partition.ReplicaNodes,
                    partition.IsrNodes,
                    partition.OfflineReplicas)),
            ]);

    private static void CheckTopic(ErrorCode error, string? message, string topic, string what)
    {
        if (error != ErrorCode.None)
        {
            throw new RaftLogException(error, $"Topic {topic} was not {what}: {Detail(error, message)}", new TopicPartition(topic, -1));
        }
    }
}
