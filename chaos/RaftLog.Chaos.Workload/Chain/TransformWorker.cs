using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Chaos.Workload;

/// <summary>
/// Takes records from one topic and gives them to another, each batch and the position behind it in one transaction. What breaks is aborted and done again;
/// a producer that was shut out makes room for a new one of the same transactional id.
/// </summary>
internal sealed class TransformWorker(WorkerArguments arguments)
{
    private const int MaxRecords = 1_000;

    private readonly Dictionary<TopicPartition, TopicPartitionOffset> _positions = [];

    public async Task RunAsync(CancellationToken stop)
    {
        await using var consumer = new Consumer<byte[], byte[]>(new ConsumerOptions
        {
            BootstrapServers = arguments.BootstrapServers,
            ClientId = arguments.Name,
            GroupId = arguments.Group,
            GroupInstanceId = arguments.Name,
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            IsolationLevel = IsolationLevel.ReadCommitted,
        });
        consumer.Subscribe(arguments.Topic);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await LiveAsync(consumer, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (RaftLogException e) when (e is TransactionException or { IsRetriable: true })
            {
                await Console.Error.WriteLineAsync($"{arguments.Name} begins anew: {e.Message}");
                consumer.SeekToCommitted();
            }
        }
    }

    /// <summary>The life of one producer.</summary>
    private async Task LiveAsync(Consumer<byte[], byte[]> consumer, CancellationToken stop)
    {
        await using var producer = new Producer<byte[], byte[]>(new ProducerOptions
        {
            BootstrapServers = arguments.BootstrapServers,
            ClientId = arguments.Name,
            TransactionalId = arguments.Name,
            DeliveryTimeout = arguments.DeliveryTimeout,
            MaxBlock = arguments.DeliveryTimeout,
        });
        await producer.InitTransactionsAsync(stop);
        while (true)
        {
            IReadOnlyList<ConsumeResult<byte[], byte[]>> records = await consumer.ConsumeBatchAsync(MaxRecords, stop);
            try
            {
                await TransformAsync(consumer, producer, records);
            }
            catch (TransactionException e) when (!e.IsFatal)
            {
                await Console.Error.WriteLineAsync($"{arguments.Name} aborts: {e.Message}");
                await producer.AbortTransactionAsync(CancellationToken.None);
                consumer.SeekToCommitted();
            }
        }
    }

    private async Task TransformAsync(
        Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer, IReadOnlyList<ConsumeResult<byte[], byte[]>> records)
    {
        producer.BeginTransaction();
        _positions.Clear();
        foreach (ConsumeResult<byte[], byte[]> record in records)
        {
            await producer.SendAsync(new ProducerRecord<byte[], byte[]>(arguments.Target, record.Key, record.Value) { Partition = record.Partition });
            _positions[record.TopicPartition] = new TopicPartitionOffset(record.TopicPartition, record.Offset + 1, record.LeaderEpoch);
        }

        await producer.SendOffsetsToTransactionAsync(_positions.Values, consumer.GroupMetadata);
        await producer.CommitTransactionAsync();
    }
}
