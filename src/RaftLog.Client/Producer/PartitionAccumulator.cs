using System.Numerics;
using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>Gathers the records of one partition in batches until the sender takes them. Safe for concurrent use.</summary>
internal sealed class PartitionAccumulator(TopicPartition partition, ProducerOptions options, Func<TopicPartition, int, ProducerBatch> newBatch)
{
    private const int SmallestCapacity = 16 * 1024;

    private readonly Lock _lock = new();

    // Guarded by _lock. The last batch of the queue is open unless it is full.
    private readonly Queue<ProducerBatch> _batches = new();
    private ProducerBatch? _open;
    private bool _isClosed;

    // As large as the last batch was: at full speed a buffer that grew by doubling was copied whole once more, and the pool had buffers of all sizes.
    private int _capacity = Math.Min(SmallestCapacity, options.BatchBytes);

    public TopicPartition Partition => partition;

    /// <summary>What the sender keeps of the partition; touched by its loop only.</summary>
    public PartitionSendState Sending { get; } = new();

    /// <summary>Appends a record to the open batch, or to a new one.</summary>
    /// <param name="timestampMs">The record's timestamp.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="headers">The headers.</param>
    /// <param name="upperBound">The most bytes that the record takes, reserved in the memory budget.</param>
    /// <param name="completion">What to complete when it is acknowledged; null when nobody waits.</param>
    /// <returns>Whether the sender has something new to look at: the record began a batch.</returns>
    /// <exception cref="ObjectDisposedException">The producer was closed.</exception>
    public bool Append(
        long timestampMs, NullableBytes key, NullableBytes value, ReadOnlySpan<RecordHeader> headers, int upperBound, DeliveryCompletion? completion)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(Producer<,>));
            if (_open is not null && _open.SizeInBytes + upperBound > options.BatchBytes)
            {
                Seal(_open);
            }

            bool begins = _open is null;
            if (_open is null)
            {
                // Under the lock, so that the batch is counted before the sender can take and finish it.
                _open = newBatch(partition, _capacity);
                _batches.Enqueue(_open);
            }

            _open.Append(timestampMs, key, value, headers, upperBound, completion);
            return begins;
        }
    }

    /// <summary>Refuses every record from here on.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
        }
    }

    /// <summary>When the first batch may be sent, on the monotonic clock: its linger is over or it is full. Null without a batch.</summary>
    /// <param name="isFlushing">Whether somebody waits for everything that was accepted.</param>
    /// <param name="lingerMs">
    /// How long it waits for more records: by the producer's options, or since others are under way that it would have to wait for. Each batch costs leader and
    /// followers the same however few records it holds, so what is too much for them as many small ones becomes a few large ones.
    /// </param>
    public long? ReadyAtMs(bool isFlushing, long lingerMs)
    {
        lock (_lock)
        {
            if (!_batches.TryPeek(out ProducerBatch? first))
            {
                return null;
            }

            bool isFull = first != _open || first.SizeInBytes >= options.BatchBytes;
            return isFlushing || isFull ? first.CreatedMs : first.CreatedMs + lingerMs;
        }
    }

    /// <summary>The first batch, without taking it; its records may still become more.</summary>
    public bool TryPeek(out int sizeInBytes, out long createdMs)
    {
        lock (_lock)
        {
            bool found = _batches.TryPeek(out ProducerBatch? first);
            sizeInBytes = first?.SizeInBytes ?? 0;
            createdMs = first?.CreatedMs ?? 0;
            return found;
        }
    }

    /// <summary>Takes the first batch; nothing is added to it any more.</summary>
    public ProducerBatch? Take()
    {
        lock (_lock)
        {
            if (!_batches.TryDequeue(out ProducerBatch? first))
            {
                return null;
            }

            if (first == _open)
            {
                Seal(first);
            }

            return first;
        }
    }

    private void Seal(ProducerBatch open)
    {
        _open = null;
        _capacity = Math.Min((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(open.SizeInBytes, SmallestCapacity)), options.BatchBytes);
    }
}
