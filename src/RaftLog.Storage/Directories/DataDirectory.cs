using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The directory in which one broker keeps everything, locked while it is open:
/// <code>
///   meta                     whom it belongs to (<see cref="DirectoryIdentity"/>)
///   lock                     held by the running broker
///   hard-state               term and vote of all groups (<see cref="HardStateStore"/>)
///   metadata/log             the log of the metadata group
///   metadata/snapshots       its snapshots
///   replicas/{topic id}-{p}  the log of a partition replica, with its manifest
/// </code>
/// Not thread-safe, except for <see cref="HardState"/>.
/// </summary>
public sealed class DataDirectory : IDisposable
{
    private const string LockName = "lock";
    private const string HardStateName = "hard-state";
    private const string MetadataName = "metadata";
    private const string ReplicasName = "replicas";
    private const string NewSuffix = ".new";
    private const string DeletedSuffix = ".deleted";

    private readonly IFileSystem _fileSystem;
    private readonly IDisposable _lock;
    private readonly string _replicasPath;

    private DataDirectory(StorageContext storage, string path, IDisposable @lock, DirectoryIdentity identity, HardStateStore hardState)
    {
        _fileSystem = storage.FileSystem;
        _lock = @lock;
        DirectoryPath = path;
        Id = identity.Directory;
        HardState = hardState;
        _replicasPath = Path.Combine(path, ReplicasName);
        MetadataLogPath = Path.Combine(path, MetadataName, "log");
        MetadataSnapshots = new SnapshotStore(_fileSystem, Path.Combine(path, MetadataName, "snapshots"));
    }

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
        IDisposable? held = null;
        DataDirectory? opened = null;
        try
        {
            storage.FileSystem.CreateDirectoryDurably(path);
            held = storage.FileSystem.TryLock(Path.Combine(path, LockName))
                ?? throw new DataDirectoryException($"The data directory {path} is in use by another process. Stop that broker, or configure another directory.")
                {
                    Problem = DataDirectoryProblem.Locked,
                };
            opened = OpenLocked(storage, path, held, new DirectoryIdentity(clusterId, broker, new DirectoryId((ulong)random.NextInt64(1, long.MaxValue))));
            return opened;
        }
        catch (NewerFormatException exception)
        {
            throw new DataDirectoryException(exception.Message, exception) { Problem = DataDirectoryProblem.NewerFormat };
        }
        catch (IOException exception)
        {
            throw new DataDirectoryException($"The data directory {path} cannot be used: {exception.Message}", exception);
        }
        finally
        {
            if (opened is null)
            {
                held?.Dispose();
            }
        }
    }

    /// <summary>Where it is.</summary>
    public string DirectoryPath { get; }

    /// <summary>The random id drawn when the directory was first used.</summary>
    public DirectoryId Id { get; }

    /// <summary>Term and vote of all groups.</summary>
    public HardStateStore HardState { get; }

    /// <summary>Where the log of the metadata group is kept.</summary>
    public string MetadataLogPath { get; }

    /// <summary>The snapshots of the metadata group.</summary>
    public SnapshotStore MetadataSnapshots { get; }

    /// <summary>All replica directories, read anew at each call.</summary>
    /// <exception cref="LogCorruptException">A manifest is damaged.</exception>
    public IReadOnlyList<ReplicaDirectory> Replicas
    {
        get
        {
            var replicas = new List<ReplicaDirectory>();
            foreach (string name in _fileSystem.EnumerateDirectories(_replicasPath))
            {
                string path = Path.Combine(_replicasPath, name);
                replicas.Add(new ReplicaDirectory(path, ReplicaManifest.Read(_fileSystem, path)));
            }

            return replicas;
        }
    }

    /// <summary>
    /// The directory of a replica, created durably when it is not there. Refused when the group has voted before but its directory is gone:
    /// an empty replica in its place would have forgotten what it promised.
    /// </summary>
    /// <exception cref="DataDirectoryException">The hard state knows the group, but its directory is missing or is another group's.</exception>
    public ReplicaDirectory OpenReplica(Guid topicId, int partition, string topicName, GroupId group)
    {
        var manifest = new ReplicaManifest(topicId, partition, topicName, group, Id);
        string path = Path.Combine(_replicasPath, manifest.DirectoryName);
        if (!_fileSystem.DirectoryExists(path))
        {
            if (HardState.TryGet(group, out StoredHardState state))
            {
                throw new DataDirectoryException(
                    $"The replica {path} of {topicName}-{partition} is missing, but it took part in term {state.Term.Value}. "
                    + "Bring its files back, or remove this broker from the partition and let the others rebuild it.");
            }

            CreateReplica(path, manifest);
            return new ReplicaDirectory(path, manifest);
        }

        ReplicaManifest found = ReplicaManifest.Read(_fileSystem, path);
        return found.Group == group && found.Directory == Id
            ? new ReplicaDirectory(path, found)
            : throw new DataDirectoryException(
                $"The replica {path} belongs to group {found.Group.Value} of directory {found.Directory}, not to group {group.Value} of {Id}; "
                + "it was copied from elsewhere.");
    }

    /// <summary>Forgets the hard state of the group and removes the directory with all its files; its log is closed before.</summary>
    public void DeleteReplica(ReplicaDirectory replica)
    {
        ArgumentNullException.ThrowIfNull(replica);

        // The hard state first: the other way round, a crash in between leaves a replica that must not be opened.
        HardState.Forget(replica.Manifest.Group);
        HardState.FlushNow();
        string deleted = replica.Path + DeletedSuffix;
        _fileSystem.Rename(replica.Path, deleted);
        _fileSystem.FlushDirectory(_replicasPath);
        _fileSystem.DeleteDirectory(deleted);
    }

    /// <summary>Flushes and closes the hard state and gives the lock back.</summary>
    public void Dispose()
    {
        HardState.Dispose();
        _lock.Dispose();
    }

    private static DataDirectory OpenLocked(StorageContext storage, string path, IDisposable held, DirectoryIdentity wanted)
    {
        IFileSystem fileSystem = storage.FileSystem;
        fileSystem.DeleteTemporaryFiles(path);
        string hardStatePath = Path.Combine(path, HardStateName);
        bool isNew = !fileSystem.FileExists(Path.Combine(path, DirectoryIdentity.FileName));
        if (isNew && (fileSystem.DirectoryExists(Path.Combine(path, ReplicasName)) || fileSystem.DirectoryExists(Path.Combine(path, MetadataName))))
        {
            throw new DataDirectoryException(
                $"{path} holds logs, but its {DirectoryIdentity.FileName} file is missing. Bring it back, or configure an empty directory.");
        }

        DirectoryIdentity identity = isNew ? wanted : RequireSame(path, DirectoryIdentity.Read(fileSystem, path), wanted);
        if (!isNew && !fileSystem.FileExists(hardStatePath))
        {
            throw new DataDirectoryException($"{hardStatePath} is missing: what this broker has voted is lost. Remove {path} and let the broker join as a new one.");
        }

        var hardState = HardStateStore.Open(storage, hardStatePath, create: isNew);
        try
        {
            if (isNew)
            {
                identity.Write(fileSystem, path);
            }

            var directory = new DataDirectory(storage, path, held, identity, hardState);
            directory.PrepareDirectories();
            return directory;
        }
        catch
        {
            hardState.Dispose();
            throw;
        }
    }

    private static DirectoryIdentity RequireSame(string path, DirectoryIdentity found, DirectoryIdentity wanted)
    {
        if (found.ClusterId != wanted.ClusterId)
        {
            throw new DataDirectoryException(
                $"The data directory {path} belongs to cluster '{found.ClusterId}', but this broker is configured for '{wanted.ClusterId}'.")
            {
                Problem = DataDirectoryProblem.Foreign,
            };
        }

        return found.Broker == wanted.Broker
            ? found
            : throw new DataDirectoryException(
                $"The data directory {path} belongs to broker {found.Broker.Value}, but this broker is configured as {wanted.Broker.Value}.")
            {
                Problem = DataDirectoryProblem.Foreign,
            };
    }

    private void PrepareDirectories()
    {
        if (!_fileSystem.DirectoryExists(MetadataLogPath) && HardState.TryGet(GroupId.Metadata, out StoredHardState state))
        {
            throw new DataDirectoryException(
                $"{MetadataLogPath} is missing, but it took part in term {state.Term.Value}. Bring its files back, or remove {DirectoryPath} and let the broker join as a new one.");
        }

        _fileSystem.CreateDirectoryDurably(MetadataLogPath);
        _fileSystem.CreateDirectoryDurably(_replicasPath);
        foreach (string name in _fileSystem.EnumerateDirectories(_replicasPath))
        {
            if (name.EndsWith(NewSuffix, StringComparison.Ordinal) || name.EndsWith(DeletedSuffix, StringComparison.Ordinal))
            {
                _fileSystem.DeleteDirectory(Path.Combine(_replicasPath, name));
            }
        }
    }

    private void CreateReplica(string path, ReplicaManifest manifest)
    {
        string unfinished = path + NewSuffix;
        _fileSystem.DeleteDirectory(unfinished);
        _fileSystem.CreateDirectory(unfinished);
        manifest.Write(_fileSystem, unfinished);
        _fileSystem.Rename(unfinished, path);
        _fileSystem.FlushDirectory(_replicasPath);
    }
}
