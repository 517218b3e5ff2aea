namespace RaftLog.Client;

/// <summary>
/// Produces records. One instance serves a whole process: it is safe for concurrent use, and the more go through it, the better they
/// batch. Records of one partition keep the order in which the calls were made.
/// </summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public sealed class Producer<TKey, TValue> : IAsyncDisposable
{
    /// <summary>Creates a producer; it connects when it is first used.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="keySerializer">The serializer of the keys; null takes the built-in one for the type.</param>
    /// <param name="valueSerializer">The serializer of the values; null takes the built-in one for the type.</param>
    /// <exception cref="ArgumentException">A setting is wrong, or a type has no built-in serializer.</exception>
    public Producer(ProducerOptions options, ISerializer<TKey>? keySerializer = null, ISerializer<TValue>? valueSerializer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _ = keySerializer ?? Serializers.For<TKey>("keys");
        _ = valueSerializer ?? Serializers.For<TValue>("values");
    }

    /// <summary>Produces a record; completes when it is acknowledged.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Ends the wait for buffer memory and metadata; a record that was accepted is delivered all the same.</param>
    /// <exception cref="RaftLogException">The record was not delivered.</exception>
    public ValueTask<DeliveryResult> ProduceAsync(ProducerRecord<TKey, TValue> record, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>
    /// Hands a record over; completes, as a rule at once, when it is accepted into a batch. The cheap way for many records: failures
    /// reach <see cref="ProducerOptions.DeliveryHandler"/> and the next <see cref="FlushAsync"/>.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Ends the wait for buffer memory and metadata.</param>
    /// <exception cref="RaftLogException">The record was not accepted.</exception>
    public ValueTask SendAsync(ProducerRecord<TKey, TValue> record, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Sends what is held back and completes when every record accepted before is acknowledged or given up.</summary>
    /// <exception cref="RaftLogException">A record that was handed over by <see cref="SendAsync"/> since the last flush was not delivered.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Flushes, for at most the delivery timeout, and closes the connections.</summary>
    public ValueTask DisposeAsync() => default;
}
