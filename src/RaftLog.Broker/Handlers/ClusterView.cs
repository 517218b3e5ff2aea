using RaftLog.Metadata;
using RaftLog.Replication;

namespace RaftLog.Broker.Handlers;

/// <summary>
/// What this broker can tell a client about the cluster: the image, and who leads what. Every API that names a broker asks here, so they
/// all tell the same addresses.
/// </summary>
internal sealed class ClusterView(BrokerId self, MetadataStore store, LeaderDirectory leaders)
{
    /// <summary>This broker.</summary>
    public BrokerId Self { get; } = self;

    /// <summary>The newest image; a handler takes it once, so that its answer is of one piece.</summary>
    public MetadataImage Image => store.Current;

    /// <summary>The brokers that clients may be sent to. A silent one is left out, so that nobody waits for it.</summary>
    public static IEnumerable<BrokerRegistration> ReachableBrokers(MetadataImage image) => image.Brokers.All.Where(broker => !broker.IsFenced);

    /// <summary>The broker that coordinates groups and takes admin requests; <see cref="BrokerId.None"/> while there is none that clients can reach.</summary>
    public BrokerId Controller(MetadataImage image) => LeaderOf(image, GroupId.Metadata).Leader;

    /// <summary>
    /// Who leads a group. A leader that clients cannot be sent to is none; its term stands all the same, since epochs in metadata must
    /// not go back.
    /// </summary>
    public GroupLeader LeaderOf(MetadataImage image, GroupId group)
    {
        bool known = leaders.TryGetLeader(group, out var leader);
        bool reachable = known && image.Brokers.TryGet(leader.Leader, out var broker) && !broker.IsFenced;
        return reachable ? leader : leader with { Leader = BrokerId.None };
    }

    /// <summary>Who leads and who holds a partition.</summary>
    public PartitionView View(MetadataImage image, PartitionImage partition) => new(image, partition, LeaderOf(image, partition.Group));
}
