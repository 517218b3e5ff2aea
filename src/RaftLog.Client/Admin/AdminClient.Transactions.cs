using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <content>Transactions.</content>
public sealed partial class AdminClient
{
    /// <summary>The transactional ids of all coordinators, in order; a broker that does not answer is an error, since some would be missing.</summary>
    /// <exception cref="RaftLogException">A broker did not answer in time.</exception>
    public async Task<IReadOnlyList<TransactionListing>> ListTransactionsAsync(CancellationToken cancellationToken = default)
    {
        await _cluster.Metadata.TryRefreshAsync(cancellationToken).ConfigureAwait(false);
        return await _cluster.RetryAsync(
            async token =>
            {
                var listed = new List<TransactionListing>();
                foreach (int broker in _cluster.Metadata.Current.Brokers.Keys)
                {
                    ListTransactionsResponse response = await _cluster
                        .SendAsync<ListTransactionsRequest, ListTransactionsResponse>(
                            broker, ConnectionPurpose.General, new ListTransactionsRequest(), token)
                        .ConfigureAwait(false);
                    CheckGroup(response.ErrorCode, $"Listing the transactions of broker {broker}");
                    listed.AddRange(response.TransactionStates.Select(one =>
                        new TransactionListing(one.TransactionalId, one.ProducerId, one.TransactionState, broker)));
                }

                return listed.OrderBy(one => one.TransactionalId, StringComparer.Ordinal).ToArray();
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Describes a transactional id and its transaction.</summary>
    /// <exception cref="RaftLogException">There is none (<c>TRANSACTIONAL_ID_NOT_FOUND</c>), or its coordinator did not answer in time.</exception>
    public async Task<TransactionDescription> DescribeTransactionAsync(string transactionalId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionalId);
        var coordinator = new TransactionCoordinator(_cluster, transactionalId);
        var request = new DescribeTransactionsRequest { TransactionalIds = [transactionalId] };
        return await _cluster.RetryAsync(
            async token =>
            {
                DescribeTransactionsResponse response = await coordinator
                    .SendAsync<DescribeTransactionsRequest, DescribeTransactionsResponse>(request, ConnectionPurpose.General, token)
                    .ConfigureAwait(false);
                DescribeTransactionsResponse.Transaction? answer = response.TransactionStates.Find(one => one.TransactionalId == transactionalId);
                coordinator.Check(answer?.ErrorCode ?? ErrorCode.TransactionalIdNotFound, "The description");
                return Describe(answer!);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The producers that the leaders of partitions know.</summary>
    /// <exception cref="RaftLogException">A partition does not exist, or its leader did not answer in time.</exception>
    public async Task<IReadOnlyList<ProducerDescription>> DescribeProducersAsync(
        IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(partitions);
        var found = await ProducerLookup.DescribeAsync(_cluster, partitions, cancellationToken).ConfigureAwait(false);
        return [.. found.OrderBy(one => one.Key.Topic, StringComparer.Ordinal).ThenBy(one => one.Key.Partition).SelectMany(one => one.Value)];
    }

    /// <summary>
    /// Transactions that are open in a partition although no coordinator has them there: nobody will end them, and readers of committed records get
    /// no further. Look twice before one is aborted: a transaction that is just ending may seem to hang.
    /// </summary>
    /// <exception cref="RaftLogException">A broker did not answer in time.</exception>
    public async Task<IReadOnlyList<ProducerDescription>> FindHangingTransactionsAsync(
        IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken = default)
    {
        var open = (await DescribeProducersAsync(partitions, cancellationToken).ConfigureAwait(false))
            .Where(producer => producer.TransactionStartOffset is not null)
            .ToArray();
        var hanging = new List<ProducerDescription>(open);
        foreach (TransactionListing listed in open.Length == 0 ? [] : await ListTransactionsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (hanging.Exists(producer => producer.ProducerId == listed.ProducerId))
            {
                TransactionDescription known = await DescribeTransactionAsync(listed.TransactionalId, cancellationToken).ConfigureAwait(false);
                hanging.RemoveAll(producer => producer.ProducerId == known.ProducerId && known.Partitions.Contains(producer.TopicPartition));
            }
        }

        return hanging;
    }

    /// <summary>Aborts the open transaction of a transactional id, if there is one, and shuts its producer out.</summary>
    /// <exception cref="RaftLogException">The coordinator did not answer in time.</exception>
    public async Task AbortTransactionAsync(string transactionalId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionalId);
        var coordinator = new TransactionCoordinator(_cluster, transactionalId);

        // What a producer that takes the id over does first, with a timeout that no broker refuses.
        var request = new InitProducerIdRequest { TransactionalId = transactionalId, TransactionTimeoutMs = 1_000 };
        await _cluster.RetryAsync(
            async token =>
            {
                InitProducerIdResponse response = await coordinator
                    .SendAsync<InitProducerIdRequest, InitProducerIdResponse>(request, ConnectionPurpose.General, token)
                    .ConfigureAwait(false);
                coordinator.Check(response.ErrorCode, "Aborting the transaction");
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Aborts a transaction that hangs in a partition, by a marker that no coordinator has decided on.</summary>
    /// <param name="hanging">One that <see cref="FindHangingTransactionsAsync"/> found.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RaftLogException">The leader refused, or did not answer in time.</exception>
    public async Task AbortHangingTransactionAsync(ProducerDescription hanging, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(hanging);
        var rounds = new LeaderRounds<bool>(_cluster, "Aborting the transaction in", async (leader, asked, _, token) =>
        {
            WriteTxnMarkersResponse response = await _cluster
                .SendAsync<WriteTxnMarkersRequest, WriteTxnMarkersResponse>(leader, ConnectionPurpose.General, AbortMarker(hanging), token)
                .ConfigureAwait(false);
            return response.Markers.SelectMany(marker => marker.Topics).SelectMany(topic => topic.Partitions, (topic, answer) =>
                new LeaderAnswer<bool>(new TopicPartition(topic.Name, answer.PartitionIndex), answer.ErrorCode, true));
        });
        await rounds.RunAsync([hanging.TopicPartition], cancellationToken).ConfigureAwait(false);
    }

    private static WriteTxnMarkersRequest AbortMarker(ProducerDescription hanging) =>
        new()
        {
            Markers =
            [
                new WriteTxnMarkersRequest.Marker
                {
                    ProducerId = hanging.ProducerId,
                    ProducerEpoch = hanging.ProducerEpoch,
                    CoordinatorEpoch = Math.Max(hanging.CoordinatorEpoch, 0),
                    Topics = [new WriteTxnMarkersRequest.Topic { Name = hanging.TopicPartition.Topic, PartitionIndexes = [hanging.TopicPartition.Partition] }],
                },
            ],
        };

    private static TransactionDescription Describe(DescribeTransactionsResponse.Transaction answer) =>
        new(
            answer.TransactionalId,
            answer.TransactionState,
            answer.ProducerId,
            answer.ProducerEpoch,
            TimeSpan.FromMilliseconds(answer.TransactionTimeoutMs),
            answer.TransactionStartTimeMs < 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(answer.TransactionStartTimeMs),
            [.. answer.Topics.SelectMany(topic => topic.Partitions, (topic, partition) => new TopicPartition(topic.Topic, partition))]);
}
