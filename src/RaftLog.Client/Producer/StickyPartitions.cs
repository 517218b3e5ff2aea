using System.Collections.Concurrent;
using RaftLog.Client.Network;

namespace RaftLog.Client;

/// <summary>The <see cref="StickyPartition"/> of each topic.</summary>
internal sealed class StickyPartitions(Random random, int switchAfterBytes)
{
    private readonly ConcurrentDictionary<string, StickyPartition> _topics = new();

    public int Next(TopicMetadata topic, int recordBytes) =>
        _topics
            .GetOrAdd(topic.Name, static (_, self) => self.NewTopic(), this)
            .Next(topic, recordBytes);

    private StickyPartition NewTopic() => new(random, switchAfterBytes);
}
