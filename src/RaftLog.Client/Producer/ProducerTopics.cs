using System.Collections.Concurrent;
using RaftLog.Client.Network;

namespace RaftLog.Client;

/// <summary>The topics that a producer writes to. Safe for concurrent use.</summary>
internal sealed class ProducerTopics(MetadataCache metadata, Random random, int switchAfterBytes, RecordAccumulator accumulators)
{
    private readonly ConcurrentDictionary<string, ProducerTopic> _topics = new();
    private readonly ConcurrentDictionary<string, StickyPartition> _sticky = new();

    // Most producers write one topic after all: the same string, not even hashed.
    private ProducerTopic? _last;

    /// <summary>The topic as the metadata has it now; null when it does not.</summary>
    public ProducerTopic? Find(string name)
    {
        ClusterMetadata picture = metadata.Current;
        ProducerTopic? last = Volatile.Read(ref _last);
        if (last is not null && ReferenceEquals(last.Metadata.Name, name) && last.Picture == picture)
        {
            return last;
        }

        return FindSlowly(name, picture);
    }

    private ProducerTopic? FindSlowly(string name, ClusterMetadata picture)
    {
        if (!_topics.TryGetValue(name, out ProducerTopic? found) || found.Picture != picture)
        {
            if (!picture.Topics.TryGetValue(name, out TopicMetadata? topic))
            {
                return null;
            }

            // Under the caller's own string, which is most likely to come again.
            found = new ProducerTopic(picture, topic with { Name = name }, Sticky(name), accumulators);
            _topics[name] = found;
        }

        Volatile.Write(ref _last, found);
        return found;
    }

    private StickyPartition Sticky(string topic) =>
        _sticky.GetOrAdd(topic, static (_, self) => self.NewTopic(), this);

    private StickyPartition NewTopic() => new(random, switchAfterBytes);
}
