using System.Collections.Concurrent;
using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>All batches of a producer, from the first record to the acknowledgement.</summary>
internal sealed class RecordAccumulator(ProducerOptions options)
{
    private const int FirstCapacity = 16 * 1024;

    private readonly ConcurrentDictionary<TopicPartition, PartitionAccumulator> _partitions = new();
    private readonly ConcurrentDictionary<ProducerBatch, bool> _unfinished = new();
    private int _flushes;
    private RaftLogException? _unobservedFailure;

    public MemoryBudget Memory { get; } = new(options.BufferBytes);

    /// <summary>Whether somebody waits for everything to go out, so that no batch lingers.</summary>
    public bool IsFlushing => Volatile.Read(ref _flushes) > 0;

    public IEnumerable<PartitionAccumulator> Partitions => _partitions.Select(static pair => pair.Value);

    public PartitionAccumulator Partition(TopicPartition partition) =>
        _partitions.TryGetValue(partition, out PartitionAccumulator? found)
            ? found
            : _partitions.GetOrAdd(partition, static (key, self) => self.NewPartition(key), this);

    public void Succeeded(ProducerBatch batch, long baseOffset, long logAppendTimeMs)
    {
        Forget(batch);
        batch.Succeed(baseOffset, logAppendTimeMs);
        options.DeliveryHandler?.Invoke(new DeliveryReport(batch.Partition, baseOffset, batch.Count, null));
    }

    public void Failed(ProducerBatch batch, RaftLogException exception)
    {
        if (batch.HasUnawaitedRecords)
        {
            Interlocked.CompareExchange(ref _unobservedFailure, exception, null);
        }

        Forget(batch);
        batch.Fail(exception);
        options.DeliveryHandler?.Invoke(new DeliveryReport(batch.Partition, -1, batch.Count, exception));
    }

    /// <summary>Completes when all that was appended before is finished.</summary>
    public async Task FlushAsync(Action wakeSender, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _flushes);
        try
        {
            wakeSender();
            foreach (ProducerBatch batch in _unfinished.Keys)
            {
                await batch.Done.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _flushes);
        }

        if (Interlocked.Exchange(ref _unobservedFailure, null) is { } failure)
        {
            throw new RaftLogException(
                failure.ErrorCode,
                $"At least one record handed over since the last flush was not delivered: {failure.Message}",
                failure.TopicPartition,
                failure);
        }
    }

    private PartitionAccumulator NewPartition(TopicPartition partition) =>
        new(partition, options, NewBatch);

    private ProducerBatch NewBatch(TopicPartition partition, long nowMs)
    {
        var batch = new ProducerBatch(partition, nowMs, Math.Min(FirstCapacity, options.BatchBytes));
        _unfinished.TryAdd(batch, true);
        return batch;
    }

    private void Forget(ProducerBatch batch)
    {
        _unfinished.TryRemove(batch, out _);
        Memory.Release(batch.ReservedBytes);
    }
}
