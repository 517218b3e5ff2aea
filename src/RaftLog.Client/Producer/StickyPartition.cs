using RaftLog.Client.Network;

namespace RaftLog.Client;

/// <summary>
/// Where records without a key go: to one partition until a batch's worth of bytes went there, then to another one (KIP-794). That
/// fills batches without favouring a partition. Partitions without a leader are passed over.
/// </summary>
internal sealed class StickyPartition(Random random, int switchAfterBytes)
{
    private readonly Lock _lock = new();

    // Changed under _lock.
    private volatile int _partition = -1;

    // What went to _partition. Anyone adds to it, so that the lock is needed once a batch and not once a record.
    private long _bytes;

    public int Next(TopicMetadata topic, int recordBytes)
    {
        int partition = _partition;
        return IsUsable(topic, partition) && Interlocked.Add(ref _bytes, recordBytes) <= switchAfterBytes
            ? partition
            : Switch(topic, partition, recordBytes);
    }

    private int Switch(TopicMetadata topic, int from, int recordBytes)
    {
        lock (_lock)
        {
            if (_partition == from || !IsUsable(topic, _partition))
            {
                _partition = Choose(topic);
                Interlocked.Exchange(ref _bytes, recordBytes);
            }
            else
            {
                Interlocked.Add(ref _bytes, recordBytes); // Another record has switched meanwhile.
            }

            return _partition;
        }
    }

    private int Choose(TopicMetadata topic)
    {
        int start;
        lock (random)
        {
            start = random.Next(topic.Partitions.Length);
        }

        for (int i = 0; i < topic.Partitions.Length; i++)
        {
            int candidate = (start + i) % topic.Partitions.Length;
            if (topic.Partitions[candidate].Leader >= 0 && (candidate != _partition || topic.Partitions.Length == 1))
            {
                return candidate;
            }
        }

        return _partition >= 0 && _partition < topic.Partitions.Length ? _partition : start;
    }

    private static bool IsUsable(TopicMetadata topic, int partition) =>
        (uint)partition < (uint)topic.Partitions.Length && topic.Partitions[partition].Leader >= 0;
}
