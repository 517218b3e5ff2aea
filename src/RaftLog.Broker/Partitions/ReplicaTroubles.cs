using RaftLog.Metadata;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Broker.Partitions;

/// <summary>Says of the replicas that the image gives this broker which are not what they should be, and why. Thread-safe.</summary>
/// <param name="self">This broker.</param>
/// <param name="registry">The replicas that are open.</param>
/// <param name="directories">Where they lie.</param>
/// <param name="isClosed">Whether a replica waits for its disk.</param>
internal sealed class ReplicaTroubles(BrokerId self, PartitionRegistry registry, DataDirectories directories, Predicate<GroupId> isClosed)
{
    /// <summary>What is the matter with a partition's replica here; null when nothing is, or when there should be none.</summary>
    public ReplicaTrouble? Of(PartitionImage partition) =>
        partition.ReplicaOn(self) is not { } wanted ? null
        : partition.Lost.Any(lost => lost.Broker == self) ? ReplicaTrouble.Rebuilding
        : registry.TryGet(partition.Group, out var open) ? Of(open)
        : isClosed(partition.Group) ? ReplicaTrouble.Closed
        : directories.WhyAbsent(partition.Group, wanted.Directory) == ReplicaAbsence.Offline ? ReplicaTrouble.DirectoryOffline
        : ReplicaTrouble.NotOpen;

    private static ReplicaTrouble? Of(PartitionReplica open) =>
        open.Damage is not null ? ReplicaTrouble.Rebuilding
        : open.State.Role == GroupRole.Offline ? ReplicaTrouble.Closed
        : null;
}
