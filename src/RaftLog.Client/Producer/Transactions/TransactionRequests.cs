using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <summary>The requests of a transactional producer to the coordinators, each retried for <see cref="ClientOptions.OperationTimeout"/>.</summary>
internal sealed class TransactionRequests(ProducerOptions options, ClusterClient cluster, TransactionSession session)
{
    // Above these versions writing to a partition or group adds it to the transaction (KIP-890).
    private const short LastExplicitEndTxn = 4;
    private const short LastExplicitTxnOffsetCommit = 4;

    private readonly string _transactionalId = options.TransactionalId!;
    private readonly TransactionCoordinator _coordinator = new(cluster, options.TransactionalId!);

    /// <summary>Gets the identity, which ends what an earlier producer of the same transactional id has left open and fences it.</summary>
    /// <param name="current">None at first; later the present identity, to get the next epoch of it (KIP-360).</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ProducerIdentity> InitializeAsync(ProducerIdentity current, CancellationToken cancellationToken)
    {
        var request = new InitProducerIdRequest
        {
            TransactionalId = _transactionalId,
            TransactionTimeoutMs = (int)options.TransactionTimeout.TotalMilliseconds,
            ProducerId = current.Id,
            ProducerEpoch = current.Epoch,
        };
        return RetryAsync(
            async token =>
            {
                InitProducerIdResponse response = await _coordinator
                    .SendAsync<InitProducerIdRequest, InitProducerIdResponse>(request, ConnectionPurpose.General, token)
                    .ConfigureAwait(false);
                _coordinator.Check(response.ErrorCode, "The initialization");
                return new ProducerIdentity(response.ProducerId, response.ProducerEpoch);
            },
            cancellationToken);
    }

    /// <summary>The level of transactions that the cluster works at (KIP-1022): 2 and above for KIP-890.</summary>
    public Task<short> TransactionVersionAsync(CancellationToken cancellationToken) =>
        RetryAsync(
            async token => (await _coordinator.ApiVersionsAsync(token).ConfigureAwait(false)).FeatureLevel("transaction.version"),
            cancellationToken);

    /// <summary>Adds partitions to the transaction.</summary>
    public Task<bool> AddPartitionsAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        ProducerIdentity identity = session.Identity;
        var request = new AddPartitionsToTxnRequest
        {
            V3AndBelowTransactionalId = _transactionalId,
            V3AndBelowProducerId = identity.Id,
            V3AndBelowProducerEpoch = identity.Epoch,
            V3AndBelowTopics =
            [
                .. partitions.GroupBy(partition => partition.Topic).Select(topic => new AddPartitionsToTxnRequest.Topic
                {
                    Name = topic.Key,
                    Partitions = [.. topic.Select(partition => partition.Partition)],
                }),
            ],
        };
        session.Touch();
        return RetryAsync(
            async token =>
            {
                AddPartitionsToTxnResponse response = await _coordinator
                    .SendAsync<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(request, ConnectionPurpose.General, token)
                    .ConfigureAwait(false);
                CheckAdded(response);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Adds a group to the transaction.</summary>
    public Task<bool> AddGroupAsync(string group, CancellationToken cancellationToken)
    {
        ProducerIdentity identity = session.Identity;
        var request = new AddOffsetsToTxnRequest
        {
            TransactionalId = _transactionalId,
            ProducerId = identity.Id,
            ProducerEpoch = identity.Epoch,
            GroupId = group,
        };
        session.Touch();
        return RetryAsync(
            async token =>
            {
                AddOffsetsToTxnResponse response = await _coordinator
                    .SendAsync<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>(request, ConnectionPurpose.General, token)
                    .ConfigureAwait(false);
                _coordinator.Check(response.ErrorCode, $"Adding group {group} to the transaction");
                return true;
            },
            cancellationToken);
    }

    /// <summary>Stores offsets that are committed with the transaction.</summary>
    public Task<bool> CommitOffsetsAsync(
        IReadOnlyCollection<TopicPartitionOffset> offsets, ConsumerGroupMetadata group, CancellationToken cancellationToken)
    {
        ProducerIdentity identity = session.Identity;
        var coordinator = new GroupCoordinator(cluster, group.GroupId);
        TxnOffsetCommitRequest request = TransactionOffsets.Request(_transactionalId, identity, offsets, group);
        short highestVersion = session.AddsImplicitly ? short.MaxValue : LastExplicitTxnOffsetCommit;
        session.Touch();
        return RetryAsync(
            async token =>
            {
                TxnOffsetCommitResponse response = await coordinator
                    .SendAsync<TxnOffsetCommitRequest, TxnOffsetCommitResponse>(
                        request, ConnectionPurpose.General, token, highestVersion: highestVersion)
                    .ConfigureAwait(false);
                TransactionOffsets.Check(coordinator, response);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Commits or aborts; returns the identity for the next transaction.</summary>
    public Task<ProducerIdentity> EndAsync(bool commit, CancellationToken cancellationToken)
    {
        ProducerIdentity identity = session.Identity;
        var request = new EndTxnRequest
        {
            TransactionalId = _transactionalId,
            ProducerId = identity.Id,
            ProducerEpoch = identity.Epoch,
            Committed = commit,
        };
        short highestVersion = session.AddsImplicitly ? short.MaxValue : LastExplicitEndTxn;
        return RetryAsync(
            async token =>
            {
                EndTxnResponse response = await _coordinator
                    .SendAsync<EndTxnRequest, EndTxnResponse>(request, ConnectionPurpose.General, token, highestVersion: highestVersion)
                    .ConfigureAwait(false);

                // The request to add something may never have arrived: then there is nothing to abort.
                bool isNothing = response.ErrorCode == ErrorCode.InvalidTxnState && !commit && !session.HasBegun;
                _coordinator.Check(isNothing ? ErrorCode.None : response.ErrorCode, commit ? "The commit" : "The abort");
                return response.ProducerId >= 0 ? new ProducerIdentity(response.ProducerId, response.ProducerEpoch) : identity;
            },
            cancellationToken);
    }

    /// <summary>Retries, and passes what retries do not heal on to the session, unless it may be tried again by the caller.</summary>
    private async Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        try
        {
            return await cluster.RetryAsync(operation, cancellationToken).ConfigureAwait(false);
        }
        catch (RaftLogException exception) when (!exception.IsRetriable)
        {
            throw session.Fail(exception, TransactionErrors.IsFatal(exception.ErrorCode));
        }
    }

    private void CheckAdded(AddPartitionsToTxnResponse response)
    {
        // One partition that cannot be added keeps the others out too; the error that says why counts.
        var answers = response.ResultsByTopicV3AndBelow
            .SelectMany(topic => topic.ResultsByPartition, (topic, answer) => (Partition: new TopicPartition(topic.Name, answer.PartitionIndex), answer.PartitionErrorCode))
            .Where(answer => answer.PartitionErrorCode != ErrorCode.None)
            .OrderBy(answer => answer.PartitionErrorCode == ErrorCode.OperationNotAttempted ? 1 : 0);
        foreach ((TopicPartition partition, ErrorCode error) in answers)
        {
            _coordinator.Check(error, $"Adding {partition} to the transaction");
        }
    }
}
