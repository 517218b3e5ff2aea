using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The directory in which one broker keeps everything: who it belongs to, the hard state of all groups, the metadata group's log and
/// snapshots, and a directory per partition replica. Locked while open. Not thread-safe, except for <see cref="HardState"/>.
/// </summary>
public sealed class DataDirectory : IDisposable
{
    /// <summary>Opens a data directory, or makes one of an empty or missing directory.</summary>
    /// <param name="storage">The disk and the flusher.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="clusterId">The cluster that the broker belongs to.</param>
    /// <param name="broker">The broker.</param>
    /// <param name="random">Where the directory id of a new directory comes from; must not repeat between brokers.</param>
    /// <exception cref="DataDirectoryException">It belongs to another cluster or broker, has a newer format, is in use or cannot be written.</exception>
    public static DataDirectory Open(StorageContext storage, string path, string clusterId, BrokerId broker, Random random) =>
        throw new NotImplementedException();

    /// <summary>The random id drawn when the directory was first used.</summary>
    public DirectoryId Id => throw new NotImplementedException();

    /// <summary>Term and vote of all groups.</summary>
    public HardStateStore HardState => throw new NotImplementedException();

    /// <summary>Where the log of the metadata group is kept.</summary>
    public string MetadataLogPath => throw new NotImplementedException();

    /// <summary>The snapshots of the metadata group.</summary>
    public SnapshotStore MetadataSnapshots => throw new NotImplementedException();

    /// <summary>All replica directories.</summary>
    /// <exception cref="LogCorruptException">A manifest is damaged.</exception>
    public IReadOnlyList<ReplicaDirectory> Replicas => throw new NotImplementedException();

    /// <summary>
    /// The directory of a replica, created durably when it is not there. Refused when the group has voted before but its directory is gone:
    /// an empty replica in its place would have forgotten what it promised.
    /// </summary>
    /// <exception cref="DataDirectoryException">The hard state knows the group, but its directory is missing.</exception>
    public ReplicaDirectory OpenReplica(Guid topicId, int partition, string topicName, GroupId group) => throw new NotImplementedException();

    /// <summary>Forgets the hard state of the group and removes the directory with all its files; its log is closed before.</summary>
    public void DeleteReplica(ReplicaDirectory replica) => throw new NotImplementedException();

    /// <summary>Flushes and closes the hard state and gives the lock back.</summary>
    public void Dispose() => throw new NotImplementedException();
}
