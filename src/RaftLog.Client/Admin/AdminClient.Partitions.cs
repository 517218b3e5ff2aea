using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <content>How many partitions topics have, and which brokers hold them.</content>
public sealed partial class AdminClient
{
    /// <summary>
    /// Gives a topic more partitions; completes when all of them are usable. Records stay where they are, so keys may go to other partitions
    /// from then on than before.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partitions">How many there are to be in all.</param>
    /// <param name="assignments">The brokers of each new partition, the preferred leader first; null to have them chosen.</param>
    /// <param name="validateOnly">Whether to find out only whether it could be done.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RaftLogException">It got none: <c>INVALID_PARTITIONS</c> when it has as many already, among others.</exception>
    public async Task AddPartitionsAsync(
        string topic,
        int partitions,
        IReadOnlyList<IReadOnlyList<int>>? assignments = null,
        bool validateOnly = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        var request = new CreatePartitionsRequest
        {
            TimeoutMs = RequestTimeoutMs,
            ValidateOnly = validateOnly,
            Topics =
            [
                new CreatePartitionsRequest.Topic
                {
                    Name = topic,
                    Count = partitions,
                    Assignments = assignments?.Select(brokers => new CreatePartitionsRequest.Assignment { BrokerIds = [.. brokers] }).ToList(),
                },
            ],
        };
        bool sentBefore = false;
        var answer = await _cluster.RetryAsync(
            async token =>
            {
                bool isRetry = sentBefore;
                sentBefore = true;
                CreatePartitionsResponse response = await _cluster
                    .SendAsync<CreatePartitionsRequest, CreatePartitionsResponse>(ControllerOrAny(), ConnectionPurpose.General, request, token)
                    .ConfigureAwait(false);
                CreatePartitionsResponse.Topic? found = response.Results.Find(one => one.Name == topic);
                var error = found?.ErrorCode ?? ErrorCode.UnknownServerError;

                // When an answer was lost, the retry finds the partitions that the first attempt created.
                bool isOurs = isRetry && error == ErrorCode.InvalidPartitions
                    && await PartitionCountAsync(topic, token).ConfigureAwait(false) == partitions;
                if (!isOurs && error is not (ErrorCode.None or ErrorCode.UnknownTopicOrPartition))
                {
                    CheckTopic(error, found?.ErrorMessage, topic, "given more partitions");
                }

                return (Error: isOurs ? ErrorCode.None : error, found?.ErrorMessage);
            },
            cancellationToken).ConfigureAwait(false);

        // Retriable elsewhere, but here it is the plain answer.
        CheckTopic(answer.Error, answer.ErrorMessage, topic, "given more partitions");
        if (!validateOnly)
        {
            await WaitForLeadersAsync(topic, partitions, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Moves partitions to other brokers, or takes back moves that are under way. Completes when the moves are recorded; <see cref="ListReassignmentsAsync"/>
    /// tells which go on.
    /// </summary>
    /// <param name="moves">The brokers that shall hold each partition, the preferred leader first; null to cancel its move.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RaftLogException">A partition is not moved; those before it in the request may be.</exception>
    public async Task ReassignPartitionsAsync(
        IReadOnlyDictionary<TopicPartition, IReadOnlyList<int>?> moves, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(moves);
        var request = new AlterPartitionReassignmentsRequest
        {
            TimeoutMs = RequestTimeoutMs,
            Topics =
            [
                .. moves.GroupBy(move => move.Key.Topic).Select(topic => new AlterPartitionReassignmentsRequest.Topic
                {
                    Name = topic.Key,
                    Partitions =
                    [
                        .. topic.Select(move => new AlterPartitionReassignmentsRequest.Partition
                        {
                            PartitionIndex = move.Key.Partition,
                            Replicas = move.Value?.ToList(),
                        }),
                    ],
                }),
            ],
        };
        var answers = await _cluster.RetryAsync(
            async token =>
            {
                AlterPartitionReassignmentsResponse response = await _cluster
                    .SendAsync<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse>(
                        ControllerOrAny(), ConnectionPurpose.General, request, token)
                    .ConfigureAwait(false);
                return response.ErrorCode == ErrorCode.None
                    ? response.Responses
                    : throw new RaftLogException(response.ErrorCode, $"Nothing was moved: {Detail(response.ErrorCode, response.ErrorMessage)}");
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var (partition, error, message) in answers.SelectMany(
            topic => topic.Partitions, (topic, one) => (new TopicPartition(topic.Name, one.PartitionIndex), one.ErrorCode, one.ErrorMessage)))
        {
            if (error != ErrorCode.None)
            {
                throw new RaftLogException(error, $"{partition} is not moved: {Detail(error, message)}", partition);
            }
        }
    }

    /// <summary>The partitions that are being moved.</summary>
    /// <exception cref="RaftLogException">No broker answered.</exception>
    public async Task<IReadOnlyDictionary<TopicPartition, PartitionReassignment>> ListReassignmentsAsync(CancellationToken cancellationToken = default)
    {
        var request = new ListPartitionReassignmentsRequest { Topics = null, TimeoutMs = RequestTimeoutMs };
        return await _cluster.RetryAsync(
            async token =>
            {
                ListPartitionReassignmentsResponse response = await _cluster
                    .SendAsync<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse>(
                        ControllerOrAny(), ConnectionPurpose.General, request, token)
                    .ConfigureAwait(false);
                return response.ErrorCode == ErrorCode.None
                    ? response.Topics
                        .SelectMany(topic => topic.Partitions, (topic, partition) => (topic.Name, partition))
                        .ToDictionary(
                            one => new TopicPartition(one.Name, one.partition.PartitionIndex),
                            one => new PartitionReassignment(one.partition.Replicas, one.partition.AddingReplicas, one.partition.RemovingReplicas))
                    : throw new RaftLogException(response.ErrorCode, $"The moves were not told: {Detail(response.ErrorCode, response.ErrorMessage)}");
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> PartitionCountAsync(string topic, CancellationToken cancellationToken)
    {
        MetadataResponse response = await _cluster.Metadata.QueryAsync([topic], cancellationToken).ConfigureAwait(false);
        return response.Topics.Find(one => one.Name == topic)?.Partitions.Count ?? 0;
    }
}
