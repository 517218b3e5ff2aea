using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using RaftLog.Metadata;

namespace RaftLog.Broker.Partitions;

/// <summary>The replicas that are open on this broker, by their groups. Thread-safe.</summary>
internal sealed class PartitionRegistry
{
    private readonly ConcurrentDictionary<GroupId, PartitionReplica> _replicas = new();

    /// <summary>The open replicas, in no order.</summary>
    public IEnumerable<PartitionReplica> All => _replicas.Values;

    public int Count => _replicas.Count;

    public void Add(PartitionReplica replica) => Invariant.Require(_replicas.TryAdd(replica.Group, replica));

    public bool Remove(GroupId group, [NotNullWhen(true)] out PartitionReplica? replica) => _replicas.TryRemove(group, out replica);

    public bool TryGet(GroupId group, [NotNullWhen(true)] out PartitionReplica? replica) => _replicas.TryGetValue(group, out replica);

    /// <summary>Finds the replica that may serve requests for a partition, or says why there is none.</summary>
    /// <param name="topic">The topic, null when the image does not know it.</param>
    /// <param name="partition">The partition's number.</param>
    /// <param name="clientEpoch">The leader epoch that the client believes in; negative when it does not say.</param>
    /// <param name="leader">The replica, null with an error.</param>
    public ErrorCode FindLeader(TopicImage? topic, int partition, int clientEpoch, out PartitionReplica? leader)
    {
        leader = null;
        if (topic?.Partition(partition) is not { } known)
        {
            return ErrorCode.UnknownTopicOrPartition;
        }

        // Listed elsewhere, or still being opened here: the client asks for metadata again.
        if (!_replicas.TryGetValue(known.Group, out var replica))
        {
            return ErrorCode.NotLeaderOrFollower;
        }

        var error = replica.CheckLeadership(clientEpoch);
        leader = error == ErrorCode.None ? replica : null;
        return error;
    }
}
