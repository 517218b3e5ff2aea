using System.Runtime.InteropServices;
using RaftLog.Client.Network;
using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>
/// Produces records. One instance serves a whole process: it is safe for concurrent use, and the more go through it, the better they
/// batch. Records of one partition keep the order in which the calls were made.
/// </summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public sealed partial class Producer<TKey, TValue> : IAsyncDisposable
{
    private readonly ProducerOptions _options;
    private readonly FieldSerializer<TKey> _keys;
    private readonly FieldSerializer<TValue> _values;
    private readonly ClusterClient _cluster;
    private readonly RecordAccumulator _accumulator;
    private readonly ProducerTopics _topics;
    private readonly AcceptOrder _acceptOrder = new();
    private readonly ProducerSender _sender;
    private readonly ProducerTransactions? _transactions;
    private int _isDisposed;

    /// <summary>Creates a producer; it connects when it is first used.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="keySerializer">The serializer of the keys; null takes the built-in one for the type.</param>
    /// <param name="valueSerializer">The serializer of the values; null takes the built-in one for the type.</param>
    /// <exception cref="ArgumentException">A setting is wrong, or a type has no built-in serializer.</exception>
    public Producer(ProducerOptions options, ISerializer<TKey>? keySerializer = null, ISerializer<TValue>? valueSerializer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _keys = new FieldSerializer<TKey>(keySerializer ?? Serializers.For<TKey>("keys"));
        _values = new FieldSerializer<TValue>(valueSerializer ?? Serializers.For<TValue>("values"));
        _cluster = new ClusterClient(options, allowTopicCreation: true);
        _accumulator = new RecordAccumulator(options, _cluster.Clock, _cluster.Logger);
        _topics = new ProducerTopics(_cluster.Metadata, _cluster.Random, options.BatchBytes, _accumulator);
        _sender = new ProducerSender(options, _cluster, _accumulator);
        _transactions = _sender.Transactions;
    }

    /// <summary>Produces a record; completes when it is acknowledged.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Ends the wait for buffer memory and metadata; a record that was accepted is delivered all the same.</param>
    /// <exception cref="RaftLogException">The record was not delivered.</exception>
    public ValueTask<DeliveryResult> ProduceAsync(ProducerRecord<TKey, TValue> record, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        _transactions?.Session.RequireOpen();
        DeliveryCompletion completion = DeliveryCompletion.Rent(_options.UnsafePreferInlineScheduling);
        ValueTask<DeliveryResult> result = completion.Task;
        try
        {
            return TryAcceptInTurn(record, completion) ? result : ProduceSlowAsync(record, completion, cancellationToken);
        }
        catch (Exception exception)
        {
            completion.Return();
            return ValueTask.FromException<DeliveryResult>(exception);
        }
    }

    /// <summary>
    /// Hands a record over; completes, as a rule at once, when it is accepted into a batch. The cheap way for many records: failures
    /// reach <see cref="ProducerOptions.DeliveryHandler"/> and the next <see cref="FlushAsync"/>.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Ends the wait for buffer memory and metadata.</param>
    /// <exception cref="RaftLogException">The record was not accepted.</exception>
    public ValueTask SendAsync(ProducerRecord<TKey, TValue> record, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        _transactions?.Session.RequireOpen();
        try
        {
            return TryAcceptInTurn(record, null)
                ? ValueTask.CompletedTask
                : new ValueTask(AcceptSlowAsync(record, null, cancellationToken));
        }
        catch (Exception exception)
        {
            return ValueTask.FromException(exception);
        }
    }

    /// <summary>Sends what is held back and completes when every record handed over before is acknowledged or given up.</summary>
    /// <exception cref="RaftLogException">A record that was handed over by <see cref="SendAsync"/> since the last flush was not delivered.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _accumulator.FlushAsync(_sender.Wake, cancellationToken);

    /// <summary>
    /// Flushes, for at most the delivery timeout, and closes the connections; a transaction that is open is aborted. Failures are reported to the
    /// handler only.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        try
        {
            if (_transactions is { Session.State: TransactionState.Open or TransactionState.Failed } open)
            {
                await open.AbortAsync(FlushAsync, CancellationToken.None).ConfigureAwait(false);
            }

            await FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (RaftLogException)
        {
            // Disposing does not throw; whoever wants to know flushes before, or sets a delivery handler.
        }

        await _sender.DisposeAsync().ConfigureAwait(false);
        await _cluster.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<DeliveryResult> ProduceSlowAsync(
        ProducerRecord<TKey, TValue> record, DeliveryCompletion completion, CancellationToken cancellationToken)
    {
        ValueTask<DeliveryResult> result = completion.Task;
        try
        {
            await AcceptSlowAsync(record, completion, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            completion.Return();
            throw;
        }

        return await result.ConfigureAwait(false);
    }

    private Task AcceptSlowAsync(ProducerRecord<TKey, TValue> record, DeliveryCompletion? completion, CancellationToken cancellationToken) =>
        _accumulator.AcceptAsync(WaitAndAcceptAsync(record, completion, cancellationToken));

    /// <summary>Waits for what stands in the way, until the record is accepted.</summary>
    private async Task WaitAndAcceptAsync(ProducerRecord<TKey, TValue> record, DeliveryCompletion? completion, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.MaxBlock, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        long reservedBytes = 0;
        bool hasTurn = false;
        try
        {
            await _acceptOrder.EnterAsync(record.Topic, either.Token).ConfigureAwait(false);
            hasTurn = true;
            await _cluster.Metadata.GetTopicAsync(record.Topic, _options.MaxBlock, either.Token).ConfigureAwait(false);
            if (TryAccept(record, completion) != AppendObstacle.None)
            {
                reservedBytes = UpperBound(record);
                Task room = _accumulator.Memory.ReserveAsync(reservedBytes, either.Token);
                if (!room.IsCompleted)
                {
                    // What lingers may as well go out: nothing can join it.
                    _sender.Wake();
                }

                await room.ConfigureAwait(false);
                Accept(record, completion, ref reservedBytes);
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new RaftLogException(
                ErrorCode.RequestTimedOut,
                $"The record was not accepted within MaxBlock = {_options.MaxBlock}: the buffer of {_options.BufferBytes} bytes stayed full, or no broker answered.",
                new TopicPartition(record.Topic, record.Partition ?? -1));
        }
        finally
        {
            if (reservedBytes > 0)
            {
                _accumulator.Memory.Release(reservedBytes);
            }

            if (hasTurn)
            {
                _acceptOrder.Exit(record.Topic);
            }
        }
    }

    private bool TryAcceptInTurn(in ProducerRecord<TKey, TValue> record, DeliveryCompletion? completion) =>
        !_acceptOrder.MustWait(record.Topic) && TryAccept(record, completion) == AppendObstacle.None;

    private AppendObstacle TryAccept(in ProducerRecord<TKey, TValue> record, DeliveryCompletion? completion)
    {
        if (_topics.Find(record.Topic) is not { } topic)
        {
            return AppendObstacle.Metadata;
        }

        long reservedBytes = 0;
        return Append(topic, record, completion, ref reservedBytes) ? AppendObstacle.None : AppendObstacle.Memory;
    }

    private void Accept(in ProducerRecord<TKey, TValue> record, DeliveryCompletion? completion, ref long reservedBytes)
    {
        // The topic may have been deleted while the record waited for memory.
        ProducerTopic topic = _topics.Find(record.Topic)
            ?? throw new RaftLogException(
                ErrorCode.UnknownTopicOrPartition, $"Topic {record.Topic} does not exist any more.", new TopicPartition(record.Topic, -1));
        Append(topic, record, completion, ref reservedBytes);
        reservedBytes = 0;
    }

    /// <summary>Serializes the record and appends it. Takes memory of the budget unless <paramref name="reservedBytes"/> are there already.</summary>
    private bool Append(ProducerTopic topic, in ProducerRecord<TKey, TValue> record, DeliveryCompletion? completion, ref long reservedBytes)
    {
        SerializationScratch scratch = SerializationScratch.OfThread;
        NullableBytes key = _keys.Serialize(record.Key, scratch.Key);
        NullableBytes value = _values.Serialize(record.Value, scratch.Value);
        ReadOnlySpan<RecordHeader> headers = HeaderSpan(record.Headers);
        int upperBound = RecordBatchBuilder.UpperBound(key.Span.Length, value.Span.Length, headers);
        RequireFits(topic.Metadata, record, upperBound);
        if (reservedBytes == 0 && !_accumulator.Memory.TryReserve(upperBound))
        {
            return false;
        }

        int partition = record.Partition
            ?? (key.HasValue ? Murmur2.Partition(key.Span, topic.Metadata.Partitions.Length) : topic.Sticky.Next(topic.Metadata, upperBound));
        long timestampMs = (record.Timestamp ?? _options.TimeProvider.GetUtcNow()).ToUnixTimeMilliseconds();
        if (topic.Partition(partition).Append(timestampMs, key, value, headers, upperBound, completion))
        {
            _sender.Wake();
        }

        return true;
    }

    private void RequireFits(TopicMetadata topic, in ProducerRecord<TKey, TValue> record, int upperBound)
    {
        if (upperBound > _options.MaxRequestBytes - RecordBatchHeader.Size)
        {
            throw new RaftLogException(
                ErrorCode.MessageTooLarge,
                $"The record takes up to {upperBound} bytes; MaxRequestBytes is {_options.MaxRequestBytes}. Send smaller records, or raise it (and max.message.bytes of the topic).",
                new TopicPartition(topic.Name, record.Partition ?? -1));
        }

        if (record.Partition is { } partition && (uint)partition >= (uint)topic.Partitions.Length)
        {
            throw new RaftLogException(
                ErrorCode.UnknownTopicOrPartition,
                $"Topic {topic.Name} has partitions 0 to {topic.Partitions.Length - 1}; the record asks for {partition}.",
                new TopicPartition(topic.Name, partition));
        }
    }

    private long UpperBound(in ProducerRecord<TKey, TValue> record)
    {
        SerializationScratch scratch = SerializationScratch.OfThread;
        NullableBytes key = _keys.Serialize(record.Key, scratch.Key);
        NullableBytes value = _values.Serialize(record.Value, scratch.Value);
        return RecordBatchBuilder.UpperBound(key.Span.Length, value.Span.Length, HeaderSpan(record.Headers));
    }

    private static ReadOnlySpan<RecordHeader> HeaderSpan(IReadOnlyList<RecordHeader>? headers) => headers switch
    {
        null => default,
        RecordHeader[] array => array,
        List<RecordHeader> list => CollectionsMarshal.AsSpan(list),
        _ => headers.ToArray(),
    };
}
