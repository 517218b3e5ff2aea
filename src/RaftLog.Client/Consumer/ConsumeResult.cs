using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>A record that was consumed.</summary>
/// <typeparam name="TKey">The type of the key.</typeparam>
/// <typeparam name="TValue">The type of the value.</typeparam>
public readonly record struct ConsumeResult<TKey, TValue>
{
    /// <summary>The partition.</summary>
    public TopicPartition TopicPartition { get; init; }

    /// <summary>The topic.</summary>
    public string Topic => TopicPartition.Topic;

    /// <summary>The number of the partition.</summary>
    public int Partition => TopicPartition.Partition;

    /// <summary>The offset.</summary>
    public long Offset { get; init; }

    /// <summary>The epoch of the leader that appended the record; pass it on when committing.</summary>
    public int LeaderEpoch { get; init; }

    /// <summary>The timestamp in milliseconds since 1970; -1 for none.</summary>
    public long TimestampMs { get; init; }

    /// <summary>The timestamp.</summary>
    public DateTimeOffset Timestamp => DateTimeOffset.FromUnixTimeMilliseconds(TimestampMs);

    /// <summary>The key.</summary>
    public TKey Key { get; init; }

    /// <summary>The value.</summary>
    public TValue Value { get; init; }

    /// <summary>The headers, in order.</summary>
    public IReadOnlyList<RecordHeader> Headers { get; init; }
}
