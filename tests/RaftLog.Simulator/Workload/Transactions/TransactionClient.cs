using System.Buffers;
using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Workload.Connections;

namespace RaftLog.Simulator.Workload.Transactions;

/// <summary>The requests of one transactional producer: to its coordinator, and to the leaders of the output. Null stands for no answer.</summary>
internal sealed class TransactionClient(WorkloadContext context, string transactionalId, string group, string output, bool hasEpochPerTransaction)
{
    private const int TimeoutMs = 2_000;
    private const int TransactionTimeoutMs = 3_000;

    private readonly RoutedClient _input = new(context, TransactionTopics.Input);
    private readonly RoutedClient _output = new(context, output);
    private SimulatedBroker? _coordinator;

    public RoutedClient Input => _input;

    public long ProducerId { get; private set; } = -1;

    public short ProducerEpoch { get; private set; } = -1;

    /// <summary>Looks for the coordinator, after a while.</summary>
    public async Task FindAsync()
    {
        await context.PauseAsync(10, 100);
        var response = await _output.CallAnyAsync(new FindCoordinatorRequest { Key = transactionalId, KeyType = CoordinatorType.Transaction }, version: 3);
        _coordinator = response is { ErrorCode: ErrorCode.None }
            ? context.Cluster.Brokers.FirstOrDefault(broker => broker.Id.Value == response.NodeId)
            : null;
    }

    public async Task<ErrorCode?> InitAsync()
    {
        var request = new InitProducerIdRequest { TransactionalId = transactionalId, TransactionTimeoutMs = TransactionTimeoutMs };
        var response = await CallAsync(request, version: 4);
        if (response is { ErrorCode: ErrorCode.None })
        {
            (ProducerId, ProducerEpoch) = (response.ProducerId, response.ProducerEpoch);
        }

        return response?.ErrorCode;
    }

    /// <summary>Where the group stands; -1 when nowhere, null when that is not known now.</summary>
    public async Task<long?> PositionAsync(int partition)
    {
        var request = new OffsetFetchRequest
        {
            GroupId = group,
            RequireStable = true,
            Topics = [new() { Name = TransactionTopics.Input, PartitionIndexes = [partition] }],
        };
        var response = await CallAsync(request, version: 7);
        return response is { ErrorCode: ErrorCode.None } && response.Topics[0].Partitions[0] is { ErrorCode: ErrorCode.None } found ? found.CommittedOffset : null;
    }

    public async Task<ErrorCode?> AddPartitionsAsync(IEnumerable<int> partitions)
    {
        var request = new AddPartitionsToTxnRequest
        {
            V3AndBelowTransactionalId = transactionalId,
            V3AndBelowProducerId = ProducerId,
            V3AndBelowProducerEpoch = ProducerEpoch,
            V3AndBelowTopics = [new() { Name = output, Partitions = [.. partitions] }],
        };
        var response = await CallAsync(request, version: 3);
        return response?.ResultsByTopicV3AndBelow[0].ResultsByPartition.Select(partition => partition.PartitionErrorCode).FirstOrDefault(error => error != ErrorCode.None);
    }

    public async Task<ErrorCode?> ProduceAsync(int partition, byte[] batch)
    {
        if (_output.KnownLeaderOf(partition) is not { } leader)
        {
            await _output.RefreshAsync();
            return null;
        }

        var request = new ProduceRequest
        {
            TransactionalId = transactionalId,
            Acks = -1,
            TimeoutMs = TimeoutMs,
            TopicData = [new() { Name = output, PartitionData = [new() { Index = partition, Records = new ReadOnlySequence<byte>(batch) }] }],
        };
        var response = await _output.CallAsync(leader, request, version: hasEpochPerTransaction ? (short)12 : (short)9);
        var error = response?.Responses[0].PartitionResponses[0].ErrorCode;
        if (error != ErrorCode.None)
        {
            await _output.RefreshAsync();
        }

        return error;
    }

    public async Task<ErrorCode?> AddOffsetsAsync()
    {
        var request = new AddOffsetsToTxnRequest { TransactionalId = transactionalId, ProducerId = ProducerId, ProducerEpoch = ProducerEpoch, GroupId = group };
        return (await CallAsync(request, version: 3))?.ErrorCode;
    }

    public async Task<ErrorCode?> CommitOffsetAsync(int partition, long offset)
    {
        var request = new TxnOffsetCommitRequest
        {
            TransactionalId = transactionalId,
            GroupId = group,
            ProducerId = ProducerId,
            ProducerEpoch = ProducerEpoch,
            Topics = [new() { Name = TransactionTopics.Input, Partitions = [new() { PartitionIndex = partition, CommittedOffset = offset }] }],
        };
        return (await CallAsync(request, version: hasEpochPerTransaction ? (short)5 : (short)3))?.Topics[0].Partitions[0].ErrorCode;
    }

    /// <summary>Ends the transaction; with an epoch for each, the next one is known then.</summary>
    public async Task<ErrorCode?> EndAsync(bool commit)
    {
        var request = new EndTxnRequest { TransactionalId = transactionalId, ProducerId = ProducerId, ProducerEpoch = ProducerEpoch, Committed = commit };
        var response = await CallAsync(request, version: hasEpochPerTransaction ? (short)5 : (short)3);
        if (hasEpochPerTransaction && response is { ErrorCode: ErrorCode.None })
        {
            (ProducerId, ProducerEpoch) = (response.ProducerId, response.ProducerEpoch);
        }

        return response?.ErrorCode;
    }

    private async Task<TResponse?> CallAsync<TResponse>(IKafkaRequest<TResponse> request, short version)
        where TResponse : class, IKafkaResponse<TResponse> =>
        _coordinator is { } coordinator ? await _input.CallAsync(coordinator, request, version) : null;
}
