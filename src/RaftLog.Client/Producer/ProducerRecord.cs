using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>A record to be produced.</summary>
/// <typeparam name="TKey">The type of the key.</typeparam>
/// <typeparam name="TValue">The type of the value.</typeparam>
public readonly record struct ProducerRecord<TKey, TValue>
{
    /// <summary>Creates a record.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="key">The key; records of one key go to one partition, in order.</param>
    /// <param name="value">The value.</param>
    public ProducerRecord(string topic, TKey key, TValue value)
    {
        Topic = topic;
        Key = key;
        Value = value;
    }

    /// <summary>The topic.</summary>
    public string Topic { get; init; }

    /// <summary>The key. Where it serializes to null, batches are spread over the partitions.</summary>
    public TKey Key { get; init; }

    /// <summary>The value.</summary>
    public TValue Value { get; init; }

    /// <summary>The partition; null chooses it by the key, as Java clients do.</summary>
    public int? Partition { get; init; }

    /// <summary>The timestamp; null takes the time of the call.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The headers, in order; null for none.</summary>
    public IReadOnlyList<RecordHeader>? Headers { get; init; }
}
