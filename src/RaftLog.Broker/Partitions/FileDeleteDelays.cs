using RaftLog.Metadata;

namespace RaftLog.Broker.Partitions;

/// <summary>
/// How long the files of replicas stay that are deleted (<c>file.delete.delay.ms</c>). That of a topic that is gone is what it was when it went, if this
/// broker saw it go, be it while it caught up after a start; else the broker's default, for nobody knows any more. Thread-safe.
/// </summary>
internal sealed class FileDeleteDelays(MetadataStore store, ConfigResolver configs)
{
    private readonly Lock _gate = new();

    // Of the topics that are gone; guarded by _gate.
    private readonly Dictionary<Guid, TimeSpan> _gone = [];

    /// <summary>Notes the topics that go with a change.</summary>
    public void Note(MetadataChange change)
    {
        foreach (var topic in change.DeletedTopics)
        {
            var delay = configs.TopicConfig(change.Old, topic.Name).FileDeleteDelay;
            lock (_gate)
            {
                _gone[topic.Id] = delay;
            }
        }
    }

    /// <summary>How long the files of a topic's replica stay.</summary>
    public TimeSpan Of(Guid topicId)
    {
        var image = store.Current;
        if (image.Topics.TryGet(topicId, out var topic))
        {
            return configs.TopicConfig(image, topic.Name).FileDeleteDelay;
        }

        lock (_gate)
        {
            // Not by the name: that may be another topic's by now.
            return _gone.TryGetValue(topicId, out var delay) ? delay : configs.TopicDefaults(image).FileDeleteDelay;
        }
    }

    /// <summary>Forgets a topic, if it is gone: its files here were dealt with.</summary>
    public void Forget(Guid topicId)
    {
        lock (_gate)
        {
            _gone.Remove(topicId);
        }
    }
}
