using RaftLog.Client.Network;

namespace RaftLog.Client;

/// <summary>
/// Where records without a key go: to one partition until a batch's worth of bytes went there, then to another one (KIP-794). That
/// fills batches without favouring a partition. Partitions without a leader are passed over.
/// </summary>
internal sealed class StickyPartition(Random random, int switchAfterBytes)
{
    private readonly Lock _lock = new();

    // Guarded by _lock.
    private int _partition = -1;
    private long _bytes;

    public int Next(TopicMetadata topic, int recordBytes)
    {
        lock (_lock)
        {
            _bytes += recordBytes;
            bool isGone = (uint)_partition >= (uint)topic.Partitions.Length || topic.Partitions[_partition].Leader < 0;
            if (isGone || _bytes > switchAfterBytes)
            {
                _partition = Choose(topic);
                _bytes = recordBytes;
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
}
