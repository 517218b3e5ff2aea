using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The first log directory of a broker, without which it does not run: it gives the broker its identity, and besides replicas it holds
/// <code>
///   metadata/log             the log of the metadata group
///   metadata/snapshots       its snapshots
///   placements               which replicas lie in the further log directories (<see cref="ReplicaPlacements"/>); only if there were any
/// </code>
/// Not thread-safe, except for the hard state.
/// </summary>
public sealed class DataDirectory : LogDirectory
{
    private DataDirectory(DirectoryOpening opening)
        : base(opening)
    {
        MetadataLogPath = Path.Combine(DirectoryPath, DataDirectoryLayout.MetadataName, "log");
        MetadataSnapshots = new SnapshotStore(Storage.FileSystem, Path.Combine(DirectoryPath, DataDirectoryLayout.MetadataName, "snapshots"));
    }

    /// <summary>Where the log of the metadata group is kept.</summary>
    public string MetadataLogPath { get; }

    /// <summary>The snapshots of the metadata group.</summary>
    public SnapshotStore MetadataSnapshots { get; }

    /// <summary>Opens a data directory, or makes one of an empty or missing directory.</summary>
    /// <param name="storage">The disk and the flusher.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="clusterId">The cluster that the broker belongs to.</param>
    /// <param name="broker">The broker.</param>
    /// <param name="random">Where the directory id of a new directory comes from; must not repeat between brokers.</param>
    /// <exception cref="DataDirectoryException">It belongs to another cluster or broker, has a newer format, is in use or cannot be written.</exception>
    public static DataDirectory Open(StorageContext storage, string path, string clusterId, BrokerId broker, Random random)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentNullException.ThrowIfNull(random);
        var wanted = new DirectoryIdentity(clusterId, broker, DirectoryOpening.NewId(random));
        return DirectoryOpening.Open(storage, path, wanted, random, opening => new DataDirectory(opening));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<LogFinding> CheckOwnFiles()
    {
        IReadOnlyList<LogFinding> repaired = base.CheckOwnFiles();
        return MetadataSnapshots.Check() is { } damaged ? [.. repaired, damaged] : repaired;
    }

    internal override void PrepareDirectories()
    {
        IFileSystem fileSystem = Storage.FileSystem;
        if (!fileSystem.DirectoryExists(MetadataLogPath) && HardState.TryGet(GroupId.Metadata, out StoredHardState state))
        {
            throw new DataDirectoryException(
                $"{MetadataLogPath} is missing, but it took part in term {state.Term.Value}. Bring its files back, or remove {DirectoryPath} and let the broker join as a new one.");
        }

        fileSystem.CreateDirectoryDurably(MetadataLogPath);
        base.PrepareDirectories();
    }
}
