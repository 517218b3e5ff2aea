using RaftLog.Metadata;

namespace RaftLog.Broker.Groups;

/// <summary>
/// Which existing topics a group's subscriptions mean, found once for each set of topics and each subscription: 1,000 members with one expression cost one
/// walk over the topics.
/// </summary>
internal sealed class SubscribedTopics
{
    private readonly Dictionary<(string Names, string Pattern), IReadOnlyList<Guid>> _known = [];
    private TopicsImage _topics = TopicsImage.Empty;

    /// <summary>Whether the topics are others than those of the last call; what was found among those is forgotten.</summary>
    public bool MoveTo(TopicsImage topics)
    {
        if (ReferenceEquals(topics, _topics))
        {
            return false;
        }

        _topics = topics;
        _known.Clear();
        return true;
    }

    /// <summary>The number of partitions of a topic.</summary>
    public int PartitionCount(Guid topic) => _topics.ById[topic].Partitions.Length;

    /// <summary>The topics of a subscription that exist, in the order of their ids.</summary>
    public IReadOnlyList<Guid> Of(TopicSubscription subscription)
    {
        // No topic name holds a space.
        var key = (string.Join(' ', subscription.Names), subscription.Pattern);
        if (!_known.TryGetValue(key, out var found))
        {
            found = Find(subscription);
            _known.Add(key, found);
        }

        return found;
    }

    private Guid[] Find(TopicSubscription subscription)
    {
        var named = subscription.Names.Where(_topics.ByName.ContainsKey);
        var matching = subscription.Pattern.Length == 0 ? [] : _topics.ByName.Keys.Where(subscription.Matches);
        return [.. named.Union(matching, StringComparer.Ordinal).Select(name => _topics.ByName[name].Id).Order()];
    }
}
