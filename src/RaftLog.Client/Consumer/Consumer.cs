using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>
/// Consumes records, as a member of a group or from partitions of one's own choice. Used by one caller at a time. Records are fetched
/// ahead; those of one partition come in order.
/// </summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public sealed partial class Consumer<TKey, TValue> : IAsyncEnumerable<ConsumeResult<TKey, TValue>>, IAsyncDisposable
{
    // As many as fit below the size from which on the collector gives an array another treatment: lists of 10,000 were a third of a reader's time.
    private const int DefaultBatchRecords = 500;

    private readonly FieldDeserializer<TKey> _keys;
    private readonly FieldDeserializer<TValue> _values;
    private readonly ConsumerCore _core;
    private int _isDisposed;

    /// <summary>Creates a consumer; it connects when it is first used.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="keyDeserializer">The deserializer of the keys; null takes the built-in one for the type.</param>
    /// <param name="valueDeserializer">The deserializer of the values; null takes the built-in one for the type.</param>
    /// <exception cref="ArgumentException">A setting is wrong, or a type has no built-in deserializer.</exception>
    public Consumer(ConsumerOptions options, IDeserializer<TKey>? keyDeserializer = null, IDeserializer<TValue>? valueDeserializer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _keys = new FieldDeserializer<TKey>(keyDeserializer ?? Serializers.For<TKey>("keys"));
        _values = new FieldDeserializer<TValue>(valueDeserializer ?? Serializers.For<TValue>("values"));
        _core = new ConsumerCore(options);
    }

    /// <summary>Returns the records, one after the other and without end; waits while there is none.</summary>
    public async IAsyncEnumerator<ConsumeResult<TKey, TValue>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            yield return await ConsumeAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Returns the next record; waits while there is none.</summary>
    /// <exception cref="RaftLogException">Something that retries do not heal.</exception>
    public ValueTask<ConsumeResult<TKey, TValue>> ConsumeAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        _core.Enter();
        bool isSlow = true;
        try
        {
            if (!cancellationToken.IsCancellationRequested && _core.NothingDue() && _core.Cursor.MoveNext())
            {
                isSlow = false;
                return new ValueTask<ConsumeResult<TKey, TValue>>(Current());
            }
        }
        catch
        {
            isSlow = false;
            throw;
        }
        finally
        {
            if (!isSlow)
            {
                _core.Leave();
            }
        }

        return new ValueTask<ConsumeResult<TKey, TValue>>(ConsumeSlowAsync(cancellationToken));
    }

    /// <summary>
    /// Returns the next records of one partition, as many as one fetch brought but at most <paramref name="maxRecords"/>; waits while there
    /// is none. For reading much there is <see cref="ConsumeReadyAsync"/>, which copies nothing.
    /// </summary>
    /// <param name="maxRecords">The most records to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RaftLogException">Something that retries do not heal.</exception>
    public async ValueTask<IReadOnlyList<ConsumeResult<TKey, TValue>>> ConsumeBatchAsync(
        int maxRecords = DefaultBatchRecords, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxRecords);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        _core.Enter();
        try
        {
            await MoveNextAsync(cancellationToken).ConfigureAwait(false);
            int ready = Math.Min(maxRecords, 1 + _core.Cursor.LeftInBatch);
            var records = new List<ConsumeResult<TKey, TValue>>(ready) { Current() };
            while (records.Count < maxRecords && _core.Cursor.MoveNext(sameChunk: true))
            {
                records.Add(Current());
            }

            return records;
        }
        finally
        {
            _core.Leave();
        }
    }

    /// <summary>
    /// Waits until records of one partition lie ready, and returns them without having decoded any: the cheapest way to read much. There may be none
    /// among what was fetched, for example nothing but the marks of transactions; call again.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RaftLogException">Something that retries do not heal.</exception>
    public async ValueTask<ReadyRecords<TKey, TValue>> ConsumeReadyAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        _core.Enter();
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await _core.DoDueAsync().ConfigureAwait(false);
                if (_core.Cursor.IsReady())
                {
                    return new ReadyRecords<TKey, TValue>(this);
                }

                await _core.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _core.Leave();
        }
    }

    /// <summary>Commits if that is automatic, leaves the group and closes the connections. Ends no call: cancel or await it before.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            await _core.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<ConsumeResult<TKey, TValue>> ConsumeSlowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await MoveNextAsync(cancellationToken).ConfigureAwait(false);
            return Current();
        }
        finally
        {
            _core.Leave();
        }
    }

    private async Task MoveNextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await _core.DoDueAsync().ConfigureAwait(false);
            if (_core.Cursor.MoveNext())
            {
                return;
            }

            await _core.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The next record of <see cref="ReadyRecords{TKey,TValue}"/>.</summary>
    internal bool MoveToNextReady() => _core.Cursor.MoveNext(sameChunk: true);

    /// <summary>That record, as a view.</summary>
    internal ConsumeResult<TKey, TValue> CurrentView()
    {
        ref readonly Record record = ref _core.Cursor.Current;
        return Result(record, _keys.View(record.Key), _values.View(record.Value));
    }

    private ConsumeResult<TKey, TValue> Current()
    {
        ref readonly Record record = ref _core.Cursor.Current;
        return Result(record, _keys.Copy(record.Key), _values.Copy(record.Value));
    }

    private ConsumeResult<TKey, TValue> Result(in Record record, TKey key, TValue value)
    {
        RecordCursor cursor = _core.Cursor;
        return new ConsumeResult<TKey, TValue>
        {
            TopicPartition = cursor.State.Partition,
            Offset = cursor.Offset,
            LeaderEpoch = cursor.LeaderEpoch,
            TimestampMs = record.TimestampMs,
            Key = key,
            Value = value,
            Headers = record.ReadHeaders(),
        };
    }
}
