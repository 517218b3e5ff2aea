using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The first log directory of a broker, without which it does not run: it gives the broker its identity, and besides replicas it holds
/// <code>
///   metadata/log             the log of the metadata group
///   metadata/snapshots       its snapshots
///   metadata/replica         which replica of the group that is, once one was lost (<see cref="MetadataReplicaFile"/>)
///   metadata.damaged-{n}     a replica of the group that could not be read any more, kept for people to look at
///   placements               which replicas lie in the further log directories (<see cref="ReplicaPlacements"/>); only if there were any
/// </code>
/// Not thread-safe, except for the hard state.
/// </summary>
public sealed class DataDirectory : LogDirectory
{
    private const string LogName = "log";
    private const string SnapshotsName = "snapshots";

    private readonly string _metadataPath;

    // Null while the replica is the first one, or before it was asked for.
    private MetadataReplicaFile? _metadataReplica;

    private DataDirectory(DirectoryOpening opening)
        : base(opening)
    {
        _metadataPath = Path.Combine(DirectoryPath, DataDirectoryLayout.MetadataName);
        FinishReplacement();
        MetadataLogPath = Path.Combine(_metadataPath, LogName);
        MetadataSnapshots = new SnapshotStore(Storage.FileSystem, Path.Combine(_metadataPath, SnapshotsName));
    }

    /// <summary>Where the log of the metadata group is kept.</summary>
    public string MetadataLogPath { get; }

    /// <summary>
    /// Why an empty log of the metadata group must not be taken for a new one: it took part, as its term and vote tell, but its files are gone. Null when they are
    /// there, or when there never were any.
    /// </summary>
    public LogCorruptException? MetadataLoss { get; private set; }

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
        var wanted = new DirectoryIdentity(clusterId, broker, DirectoryId.Next(random));
        return DirectoryOpening.Open(storage, path, wanted, random, opening => new DataDirectory(opening));
    }

    /// <summary>
    /// Which replica of the metadata group is here: null for the first one, which goes by the id of the directory; else the id drawn for the one that took
    /// its place, which began without a configuration.
    /// </summary>
    /// <exception cref="LogCorruptException">The file that says so is damaged.</exception>
    public DirectoryId? ReadMetadataReplica()
    {
        _metadataReplica = MetadataReplicaFile.Load(Storage.FileSystem, _metadataPath);
        return _metadataReplica?.Replica;
    }

    /// <summary>
    /// Puts the log and the snapshots of the metadata group aside and begins with an empty replica of another identity. The group's term and vote stay:
    /// promises that nobody asks for any more do no harm. A crash leaves either of the two. The log is closed.
    /// </summary>
    /// <param name="replica">The id of the new replica; none in the group has ever had it.</param>
    /// <returns>Where the files are now.</returns>
    public string ReplaceMetadataReplica(DirectoryId replica)
    {
        IFileSystem fileSystem = Storage.FileSystem;
        string unfinished = _metadataPath + DataDirectoryLayout.NewSuffix;
        fileSystem.DeleteDirectory(unfinished);
        fileSystem.CreateDirectory(unfinished);
        fileSystem.CreateDirectory(Path.Combine(unfinished, LogName));
        fileSystem.CreateDirectory(Path.Combine(unfinished, SnapshotsName));
        new MetadataReplicaFile(replica).Write(fileSystem, unfinished);
        fileSystem.FlushDirectory(DirectoryPath);
        string aside = DataDirectoryLayout.FreeNameAside(fileSystem, _metadataPath);
        fileSystem.Rename(_metadataPath, aside);
        fileSystem.FlushDirectory(DirectoryPath);
        FinishReplacement();
        MetadataLoss = null;
        return aside;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<LogFinding> CheckOwnFiles()
    {
        var found = new List<LogFinding>(base.CheckOwnFiles());
        found.AddRange(MetadataSnapshots.Check());
        if (_metadataReplica is { } replica && replica.CheckAndRepair(Storage.FileSystem, _metadataPath) is { } repaired)
        {
            found.Add(repaired);
        }

        return found;
    }

    internal override void PrepareDirectories()
    {
        IFileSystem fileSystem = Storage.FileSystem;
        if (!fileSystem.DirectoryExists(MetadataLogPath) && HardState.TryGet(GroupId.Metadata, out StoredHardState state))
        {
            MetadataLoss = new LogCorruptException($"{MetadataLogPath} is missing, but it took part in term {state.Term.Value}.");
        }
        else
        {
            fileSystem.CreateDirectoryDurably(MetadataLogPath);
        }

        base.PrepareDirectories();
    }

    private void FinishReplacement()
    {
        IFileSystem fileSystem = Storage.FileSystem;
        string unfinished = _metadataPath + DataDirectoryLayout.NewSuffix;
        if (!fileSystem.DirectoryExists(unfinished))
        {
            return;
        }

        if (fileSystem.DirectoryExists(_metadataPath))
        {
            // A crash came before the old one was put aside: what is wrong with it is found again.
            fileSystem.DeleteDirectory(unfinished);
        }
        else
        {
            fileSystem.Rename(unfinished, _metadataPath);
        }

        fileSystem.FlushDirectory(DirectoryPath);
    }
}
