using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>
/// The records of one partition that travel and are acknowledged together. Filled under its accumulator's lock; once sealed it
/// belongs to the sender's loop alone.
/// </summary>
internal sealed class ProducerBatch(TopicPartition partition, long createdMs, int initialCapacity) : IDisposable
{
    private readonly RecordBatchBuilder _builder = new(initialCapacity);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(int Index, DeliveryCompletion Completion)> _completions = [];
    private PooledBuffer? _data;

    public TopicPartition Partition => partition;

    public long CreatedMs => createdMs;

    /// <summary>The number of records.</summary>
    public int Count { get; private set; }

    /// <summary>The size before compression.</summary>
    public int SizeInBytes => _builder.SizeInBytes;

    /// <summary>What it holds of the producer's memory budget.</summary>
    public long ReservedBytes { get; private set; }

    /// <summary>Whether some of its records are awaited by nobody.</summary>
    public bool HasUnawaitedRecords => _completions.Count < Count;

    /// <summary>Its place among the batches of the partition, given when it is first sent; batches are acknowledged in this order.</summary>
    public long Order { get; set; } = -1;

    public ProducerIdentity Identity { get; private set; } = ProducerIdentity.None;

    public int BaseSequence { get; private set; } = RecordBatchHeader.NoSequence;

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; set; }

    /// <summary>Completes when the batch is acknowledged or given up; never fails.</summary>
    public Task Done => _done.Task;

    /// <summary>The batch as bytes; there once it was built. Whoever writes them to a connection holds a reference of its own.</summary>
    public PooledBuffer Data => _data!;

    public void Append(
        long timestampMs, NullableBytes key, NullableBytes value, ReadOnlySpan<RecordHeader> headers, long reservedBytes, DeliveryCompletion? completion)
    {
        _builder.Append(timestampMs, key, value, headers);
        if (completion is not null)
        {
            completion.TimestampMs = timestampMs;
            _completions.Add((Count, completion));
        }

        Count++;
        ReservedBytes += reservedBytes;
    }

    /// <summary>Makes the bytes, the first time it is sent.</summary>
    /// <param name="codec">The codec.</param>
    /// <param name="isTransactional">Whether the records belong to a transaction.</param>
    /// <param name="isNumbered">Whether <see cref="SetSequence"/> follows.</param>
    public void Build(CompressionCodec codec, bool isTransactional, bool isNumbered)
    {
        _data ??= _builder.Build(codec, isTransactional ? RecordBatchHeader.TransactionalBit : (short)0, writesCrc: !isNumbered);
        _builder.Dispose();
    }

    /// <summary>Writes the idempotent producer's fields and the checksum; never while the batch is under way.</summary>
    public void SetSequence(ProducerIdentity identity, int baseSequence)
    {
        if (Attempts > 0)
        {
            // A connection that broke may still be at writing the old bytes.
            PooledBuffer copy = PooledBuffer.Rent(_data!.Length);
            _data.Span.CopyTo(copy.Span);
            _data.Release();
            _data = copy;
        }

        Identity = identity;
        BaseSequence = baseSequence;
        RecordBatch.SetProducerState(_data!.Span, identity.Id, identity.Epoch, baseSequence);
    }

    public void Succeed(long baseOffset, long logAppendTimeMs)
    {
        foreach ((int index, DeliveryCompletion completion) in _completions)
        {
            long offset = baseOffset < 0 ? -1 : baseOffset + index;
            long timestampMs = logAppendTimeMs >= 0 ? logAppendTimeMs : completion.TimestampMs;
            completion.Succeed(new DeliveryResult(partition, offset, DateTimeOffset.FromUnixTimeMilliseconds(timestampMs)));
        }

        Finish();
    }

    public void Fail(RaftLogException exception)
    {
        foreach ((_, DeliveryCompletion completion) in _completions)
        {
            completion.Fail(exception);
        }

        Finish();
    }

    /// <summary>Gives the bytes back.</summary>
    public void Dispose()
    {
        _builder.Dispose();
        _data?.Release();
        _data = null;
    }

    private void Finish()
    {
        Dispose();
        _done.SetResult();
    }
}
