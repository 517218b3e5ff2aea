using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RaftLog.Client.Network;
using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>All batches of a producer, from the first record to the acknowledgement.</summary>
internal sealed class RecordAccumulator(ProducerOptions options, MonotonicClock clock, ILogger logger)
{
    private readonly ConcurrentDictionary<TopicPartition, PartitionAccumulator> _partitions = new();
    private readonly Lock _adding = new();
    private volatile PartitionAccumulator[] _all = []; // Replaced under _adding: the sender goes through them each turn.
    private readonly ConcurrentDictionary<Task, bool> _accepting = new();
    private readonly ConcurrentDictionary<ProducerBatch, bool> _unfinished = new();
    private bool _isClosed; // Guarded by _adding.
    private int _flushes;
    private RaftLogException? _unobservedFailure;

    public MemoryBudget Memory { get; } = new(options.BufferBytes);

    /// <summary>Whether somebody waits for everything to go out, so that no batch lingers.</summary>
    public bool IsFlushing => Volatile.Read(ref _flushes) > 0;

    public PartitionAccumulator[] Partitions => _all;

    public PartitionAccumulator Partition(TopicPartition partition) =>
        _partitions.TryGetValue(partition, out PartitionAccumulator? found)
            ? found
            : Add(partition);

    public void Succeeded(ProducerBatch batch, long baseOffset, long logAppendTimeMs)
    {
        Report(new DeliveryReport(batch.Partition, baseOffset, batch.Count, null));
        batch.Succeed(baseOffset, logAppendTimeMs);
        Forget(batch);
    }

    public void Failed(ProducerBatch batch, RaftLogException exception)
    {
        if (batch.HasUnawaitedRecords)
        {
            Interlocked.CompareExchange(ref _unobservedFailure, exception, null);
        }

        Report(new DeliveryReport(batch.Partition, -1, batch.Count, exception));
        batch.Fail(exception);
        Forget(batch);
    }

    /// <summary>
    /// Awaits the acceptance of a record that has to wait for it. A flush waits for it too: the record was handed over before, and a transaction must not be
    /// ended ahead of it.
    /// </summary>
    public async Task AcceptAsync(Task acceptance)
    {
        _accepting.TryAdd(acceptance, true);
        try
        {
            await acceptance.ConfigureAwait(false);
        }
        finally
        {
            _accepting.TryRemove(acceptance, out _);
        }
    }

    /// <summary>Refuses every record from here on: nobody would send it any more.</summary>
    public void Close()
    {
        lock (_adding)
        {
            _isClosed = true;
            foreach (PartitionAccumulator partition in _all)
            {
                partition.Close();
            }
        }
    }

    /// <summary>Completes when all that was handed over before is finished.</summary>
    public async Task FlushAsync(Action wakeSender, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _flushes);
        try
        {
            wakeSender();
            foreach (Task acceptance in _accepting.Keys)
            {
                // Whoever handed the record over is told when it fails.
                await acceptance.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
            }

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

    /// <summary>Before the batch is done, so that whoever has flushed has also been told.</summary>
    private void Report(DeliveryReport report)
    {
        try
        {
            options.DeliveryHandler?.Invoke(report);
        }
        catch (Exception exception)
        {
            // The sender's loop must not end by it, or nothing would be sent any more.
            ClientLog.DeliveryHandlerThrew(logger, exception);
        }
    }

    private PartitionAccumulator Add(TopicPartition partition)
    {
        lock (_adding)
        {
            if (!_partitions.TryGetValue(partition, out PartitionAccumulator? added))
            {
                added = new PartitionAccumulator(partition, options, NewBatch);
                if (_isClosed)
                {
                    added.Close();
                }

                _all = [.. _all, added]; // First: what can be appended to is looked after.
                _partitions[partition] = added;
            }

            return added;
        }
    }

    private ProducerBatch NewBatch(TopicPartition partition, int capacity)
    {
        var batch = new ProducerBatch(partition, clock.NowMs, capacity);
        _unfinished.TryAdd(batch, true);
        return batch;
    }

    private void Forget(ProducerBatch batch)
    {
        _unfinished.TryRemove(batch, out _);
        Memory.Release(batch.ReservedBytes);
    }
}
