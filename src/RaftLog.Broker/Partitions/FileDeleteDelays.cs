using RaftLog.Metadata;

namespace RaftLog.Broker.Partitions;

/// <summary>
/// How long the files of replicas stay that are deleted (<c>file.delete.delay.ms</c>). That of a topic that is gone is what it was when it went, if this
/// broker saw it go, be it while it caught up after a start; else the broker's default, for nobody knows any more. Thread-safe, but for
/// <see cref="Forget"/>, which is the supervisor's loop's.
/// </summary>
internal sealed class FileDeleteDelays(MetadataStore store, ConfigResolver configs)
{
    private readonly Lock _gate = new();

    // Of the topics that are gone; guarded by _gate.
    private readonly Dictionary<Guid, TimeSpan> _gone = [];

    // The topics that the loop has come by since it last forgot any.
    private readonly HashSet<Guid> _dealtWith = [];

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

    /// <summary>Forgets topics, if they are gone: their files here were dealt with.</summary>
    /// <param name="dealtWith">The topics.</param>
    /// <param name="orphansAreGone">Whether replicas of topics that went while the broker was down were looked for; these still need the delays of all.</param>
    public void Forget(IEnumerable<Guid> dealtWith, bool orphansAreGone)
    {
        _dealtWith.UnionWith(dealtWith);
        if (!orphansAreGone)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var topicId in _dealtWith)
            {
                _gone.Remove(topicId);
            }
        }

        _dealtWith.Clear();
    }
}
