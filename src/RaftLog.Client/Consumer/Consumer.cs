using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>
/// Consumes records, as a member of a group or from partitions of one's own choice. Used by one caller at a time, except for
/// <see cref="DisposeAsync"/>.
/// </summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public sealed class Consumer<TKey, TValue> : IAsyncEnumerable<ConsumeResult<TKey, TValue>>, IAsyncDisposable
{
    /// <summary>Creates a consumer; it connects when it is first used.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="keyDeserializer">The deserializer of the keys; null takes the built-in one for the type.</param>
    /// <param name="valueDeserializer">The deserializer of the values; null takes the built-in one for the type.</param>
    /// <exception cref="ArgumentException">A setting is wrong, or a type has no built-in deserializer.</exception>
    public Consumer(ConsumerOptions options, IDeserializer<TKey>? keyDeserializer = null, IDeserializer<TValue>? valueDeserializer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _ = keyDeserializer ?? Serializers.For<TKey>("keys");
        _ = valueDeserializer ?? Serializers.For<TValue>("values");
    }

    /// <summary>The partitions that this consumer reads now.</summary>
    public IReadOnlyList<TopicPartition> Assignment => throw new NotSupportedException();

    /// <summary>The topics subscribed to; empty with partitions of one's own choice.</summary>
    public IReadOnlyList<string> Subscription => throw new NotSupportedException();

    /// <summary>Joins the group for these topics, in place of any others. The partitions come with the first consuming call.</summary>
    /// <exception cref="InvalidOperationException">There is no group id.</exception>
    public void Subscribe(params IEnumerable<string> topics) => throw new NotSupportedException();

    /// <summary>Reads these partitions, in place of any others, without sharing them in a group; each from its committed offset, if there is a group id, or as <see cref="ConsumerOptions.AutoOffsetReset"/> says.</summary>
    public void Assign(params IEnumerable<TopicPartition> partitions) => throw new NotSupportedException();

    /// <summary>Reads these partitions, in place of any others, from the given offsets.</summary>
    public void Assign(params IEnumerable<TopicPartitionOffset> positions) => throw new NotSupportedException();

    /// <summary>Returns the records, one after the other and without end; waits while there is none.</summary>
    public IAsyncEnumerator<ConsumeResult<TKey, TValue>> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Returns the next record; waits while there is none.</summary>
    /// <exception cref="RaftLogException">Something that retries do not heal.</exception>
    public ValueTask<ConsumeResult<TKey, TValue>> ConsumeAsync(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Returns the next records of one partition, as many as lie ready but at most <paramref name="maxRecords"/>; waits while there is none.</summary>
    /// <param name="maxRecords">The most records to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<IReadOnlyList<ConsumeResult<TKey, TValue>>> ConsumeBatchAsync(
        int maxRecords = 10_000, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Commits the positions of all partitions: everything that was returned so far.</summary>
    public Task CommitAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Commits these offsets, each that of the next record to read.</summary>
    public Task CommitAsync(IEnumerable<TopicPartitionOffset> offsets, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>The committed offsets of the group; partitions without one are left out.</summary>
    public Task<IReadOnlyList<TopicPartitionOffset>> CommittedAsync(
        IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>The offset of the next record to be returned of a partition; null while it is not known yet.</summary>
    public long? Position(TopicPartition partition) => throw new NotSupportedException();

    /// <summary>Continues at an offset.</summary>
    public void Seek(TopicPartition partition, long offset) => throw new NotSupportedException();

    /// <summary>Continues each partition at its earliest offset, its latest, or its first record at or after a time.</summary>
    public Task SeekAsync(IEnumerable<TopicPartition> partitions, OffsetSpec where, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Returns nothing more of these partitions until <see cref="Resume"/>.</summary>
    public void Pause(params IEnumerable<TopicPartition> partitions) => throw new NotSupportedException();

    /// <summary>Undoes <see cref="Pause"/>.</summary>
    public void Resume(params IEnumerable<TopicPartition> partitions) => throw new NotSupportedException();

    /// <summary>Commits if that is automatic, leaves the group and closes the connections.</summary>
    public ValueTask DisposeAsync() => default;
}
