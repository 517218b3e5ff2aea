using RaftLog.Metadata;

namespace RaftLog.Broker.Handlers;

/// <summary>
/// Collects the addresses of the leaders that an answer names instead of this broker (KIP-951), so that the client need not ask for
/// metadata first.
/// </summary>
internal sealed class LeaderHints(ClusterView cluster, MetadataImage image)
{
    private SortedDictionary<BrokerId, BrokerRegistration>? _named;

    /// <summary>The brokers named so far.</summary>
    public IEnumerable<BrokerRegistration> Named => _named?.Values ?? Enumerable.Empty<BrokerRegistration>();

    /// <summary>The leader to name for a partition; false when nobody better is known.</summary>
    public bool TryName(TopicImage? topic, int partition, out int leaderId, out int leaderEpoch)
    {
        (leaderId, leaderEpoch) = (-1, -1);
        if (topic?.Partition(partition) is not { } known)
        {
            return false;
        }

        var leader = cluster.LeaderOf(image, known.Group);
        if (leader.Leader == BrokerId.None || leader.Leader == cluster.Self || !image.Brokers.TryGet(leader.Leader, out var broker))
        {
            return false;
        }

        (_named ??= [])[leader.Leader] = broker;
        (leaderId, leaderEpoch) = (leader.Leader.Value, leader.Term.Value);
        return true;
    }
}
