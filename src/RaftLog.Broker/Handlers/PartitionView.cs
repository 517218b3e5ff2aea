using RaftLog.Metadata;
using RaftLog.Replication;

namespace RaftLog.Broker.Handlers;

/// <summary>Who leads and who holds a partition, in the words of those APIs that tell clients about partitions.</summary>
internal sealed class PartitionView
{
    public PartitionView(MetadataImage image, PartitionImage partition, GroupLeader leader)
    {
        Number = partition.Number;
        LeaderId = leader.Leader.Value;
        LeaderEpoch = leader.Term == Term.Zero ? -1 : leader.Term.Value;
        var replicas = partition.Replicas.Select(replica => replica.Broker).ToList();
        var online = replicas.Where(id => image.Brokers.TryGet(id, out var broker) && !broker.IsFenced).ToList();
        Replicas = [.. replicas.Select(id => id.Value)];

        // Raft has no set of replicas in sync: every majority is. Those that live and vote are the nearest thing.
        InSync = [.. online.Where(id => !partition.Adding.Any(adding => adding.Broker == id)).Select(id => id.Value)];

        // A replica that was lost is offline although its broker is not, until the one that follows it has its data.
        Offline = [.. replicas.Except(online).Union(partition.Lost.Select(lost => lost.Broker)).Select(id => id.Value)];
    }

    public int Number { get; }

    /// <summary>The broker that leads; -1 when clients can be sent to none.</summary>
    public int LeaderId { get; }

    public int LeaderEpoch { get; }

    public ErrorCode Error => LeaderId == BrokerId.None.Value ? ErrorCode.LeaderNotAvailable : ErrorCode.None;

    public List<int> Replicas { get; }

    public List<int> InSync { get; }

    public List<int> Offline { get; }
}
