using System.Collections.Immutable;

namespace RaftLog.Broker.Groups;

/// <summary>
/// The offsets that transactions are about to have kept: their sender has been let in by the coordinator, or is about to be, and the image may not show them
/// yet. Whoever takes over a partition meanwhile must not go on from the offset before (KIP-447): the sender is fenced no more, so its commit counts.
/// Thread-safe.
/// </summary>
internal sealed class OffsetsUnderWay
{
    private ImmutableDictionary<(string GroupId, TopicPartition Partition), int> _counts =
        ImmutableDictionary<(string GroupId, TopicPartition Partition), int>.Empty;

    /// <summary>
    /// All that are under way now. To be taken before the image is brought up to date: what has ended by then is in the image, and what has not is in here.
    /// </summary>
    public IReadOnlyDictionary<(string GroupId, TopicPartition Partition), int> Current => Volatile.Read(ref _counts);

    /// <summary>Takes note of offsets before their sender is checked.</summary>
    /// <returns>To be disposed of when the outcome is known, and the image shows it.</returns>
    public IDisposable Begin(string groupId, IEnumerable<TopicPartition> partitions)
    {
        ImmutableArray<(string GroupId, TopicPartition Partition)> keys = [.. partitions.Distinct().Select(partition => (groupId, partition))];
        Count(keys, 1);
        return new Ending(this, keys);
    }

    private void Count(ImmutableArray<(string GroupId, TopicPartition Partition)> keys, int by) => ImmutableInterlocked.Update(
        ref _counts,
        (counts, change) =>
        {
            var changed = counts.ToBuilder();
            foreach (var key in change.keys)
            {
                int count = changed.GetValueOrDefault(key) + change.by;
                if (count == 0)
                {
                    changed.Remove(key);
                }
                else
                {
                    changed[key] = count;
                }
            }

            return changed.ToImmutable();
        },
        (keys, by));

    private sealed class Ending(OffsetsUnderWay owner, ImmutableArray<(string GroupId, TopicPartition Partition)> keys) : IDisposable
    {
        public void Dispose() => owner.Count(keys, -1);
    }
}
