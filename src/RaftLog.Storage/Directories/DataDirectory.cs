using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The directory in which one broker keeps everything, locked while it is open:
/// <code>
///   meta                     whom it belongs to (<see cref="DirectoryIdentity"/>)
///   lock                     held by the running broker
///   run                      whether the last stop was a clean one (<see cref="StorageRun"/>)
///   hard-state               term and vote of all groups (<see cref="HardStateStore"/>)
///   metadata/log             the log of the metadata group
///   metadata/snapshots       its snapshots
///   replicas/{topic id}-{p}  the log of a partition replica, with its manifest
///   replicas/{topic id}-{p}.damaged-{n}  one that could not be read any more, kept for people to look at; never touched again
/// </code>
/// Not thread-safe, except for <see cref="HardState"/>.
/// </summary>
public sealed class DataDirectory : IDisposable
{
    // Enough that a disk with room for it takes the first appends as well.
    private const int ProbeBytes = 1024 * 1024;

    private readonly IFileSystem _fileSystem;
    private readonly IDisposable _lock;
    private readonly DirectoryIdentity _identity;
    private readonly string _replicasPath;

    // Null until everything else is opened.
    private StorageRun? _run;

    // A rename among the replicas may not be durable: its flush failed, or the process that did it was killed before.
    private bool _mustFlushReplicas = true;

    private DataDirectory(StorageContext storage, string path, IDisposable @lock, DirectoryIdentity identity, HardStateStore hardState)
    {
        _fileSystem = storage.FileSystem;
        _lock = @lock;
        DirectoryPath = path;
        _identity = identity;
        Id = identity.Directory;
        HardState = hardState;
        _replicasPath = Path.Combine(path, DataDirectoryLayout.ReplicasName);
        MetadataLogPath = Path.Combine(path, DataDirectoryLayout.MetadataName, "log");
        MetadataSnapshots = new SnapshotStore(_fileSystem, Path.Combine(path, DataDirectoryLayout.MetadataName, "snapshots"));
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
            if (!storage.FileSystem.DirectoryExists(Path.Combine(path, DataDirectoryLayout.ReplicasName)))
            {
                storage.FileSystem.CreateDirectoryDurably(path);
            }

            held = storage.FileSystem.TryLock(Path.Combine(path, DataDirectoryLayout.LockName))
                ?? throw new DataDirectoryException($"The data directory {path} is in use by another process. Stop that broker, or configure another directory.")
                {
                    Problem = DataDirectoryProblem.Locked,
                };
            opened = OpenLocked(storage, path, held, new DirectoryIdentity(clusterId, broker, new DirectoryId((ulong)random.NextInt64(1, long.MaxValue))), random);
            return opened;
        }
        catch (NewerFormatException exception)
        {
            throw new DataDirectoryException(exception.Message, exception) { Problem = DataDirectoryProblem.NewerFormat };
        }
        catch (LogCorruptException damage)
        {
            throw new DataDirectoryException(
                $"The data directory {path} is damaged: {damage.Message} Move it away and start the broker with an empty one: it is rebuilt from the "
                + "other brokers, if a majority of them is there.",
                damage);
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

    /// <summary>
    /// All replica directories with a readable manifest, read anew at each call. One whose manifest is damaged shows when its topic is looked
    /// at (<see cref="FindReplica"/>).
    /// </summary>
    public IReadOnlyList<ReplicaDirectory> Replicas => ListReplicas(_fileSystem, DirectoryPath);

    /// <summary>
    /// The replica directories, as <see cref="Replicas"/> has them, of a data directory that is not opened for it: for tools that look at
    /// the files of a stopped broker and change nothing.
    /// </summary>
    public static IReadOnlyList<ReplicaDirectory> ListReplicas(IFileSystem fileSystem, string path)
    {
        ArgumentNullException.ThrowIfNull(fileSystem);
        string replicasPath = Path.Combine(path, DataDirectoryLayout.ReplicasName);
        var replicas = new List<ReplicaDirectory>();
        foreach (string name in fileSystem.EnumerateDirectories(replicasPath))
        {
            string replica = Path.Combine(replicasPath, name);
            if (DataDirectoryLayout.IsNameOfReplica(name) && TryReadManifest(fileSystem, replica) is { } manifest)
            {
                replicas.Add(new ReplicaDirectory(replica, manifest));
            }
        }

        return replicas;
    }

    /// <summary>The directory of a replica; null when there is none.</summary>
    /// <exception cref="LogCorruptException">Its manifest is missing or damaged.</exception>
    public ReplicaDirectory? FindReplica(Guid topicId, int partition)
    {
        string path = PathOf(topicId, partition);
        if (!_fileSystem.DirectoryExists(path))
        {
            return null;
        }

        FlushReplicas();
        return new ReplicaDirectory(path, ReplicaManifest.Read(_fileSystem, path));
    }

    /// <summary>
    /// Creates the directory of a replica durably. Refused when the group has voted here before: an empty replica in the place of that one
    /// would have forgotten what it promised (<see cref="ForgetReplica"/>).
    /// </summary>
    /// <param name="topicId">The topic's id.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="topicName">The topic's name, for people.</param>
    /// <param name="group">The partition's group.</param>
    /// <param name="replica">The replica's own directory id: no other replica of the group ever has the same.</param>
    /// <exception cref="DataDirectoryException">The hard state knows the group, but its directory is missing.</exception>
    public ReplicaDirectory CreateReplica(Guid topicId, int partition, string topicName, GroupId group, DirectoryId replica)
    {
        string path = PathOf(topicId, partition);
        if (HasPromises(group, out Term term))
        {
            throw new DataDirectoryException($"The replica {path} of {topicName}-{partition} is missing, but it took part in term {term.Value}.");
        }

        var manifest = new ReplicaManifest(topicId, partition, topicName, group, replica);
        CreateReplica(path, manifest);
        return new ReplicaDirectory(path, manifest);
    }

    /// <summary>Whether a replica of the group has taken part here, as far as its term and vote tell.</summary>
    public bool HasPromises(GroupId group, out Term term)
    {
        bool isKnown = HardState.TryGet(group, out StoredHardState state);
        term = state.Term;
        return isKnown;
    }

    /// <summary>
    /// Puts the files of a replica that cannot be read aside, durably, under a name that says so. Its term and vote are kept: they tell a
    /// restart that the replica is lost, not new.
    /// </summary>
    /// <returns>Where the files are now; null when there are none.</returns>
    public string? QuarantineReplica(Guid topicId, int partition)
    {
        string path = PathOf(topicId, partition);
        if (!_fileSystem.DirectoryExists(path))
        {
            return null;
        }

        string quarantine = DataDirectoryLayout.FreeNameAside(_fileSystem, path);
        RenameReplica(path, quarantine);
        return quarantine;
    }

    /// <summary>
    /// Tries whether the disk takes writes again: for a log that is to be opened after one failed. The hard state, if it failed as well, is
    /// written anew.
    /// </summary>
    /// <param name="logPath">Where the log is.</param>
    /// <exception cref="IOException">It does not.</exception>
    public void RequireWritable(string logPath)
    {
        string probe = Path.Combine(logPath, "probe.tmp");
        try
        {
            using IFile file = _fileSystem.Open(probe, FileOpenMode.Truncate);
            file.Write(0, new byte[ProbeBytes]);
            file.Flush();
        }
        finally
        {
            _fileSystem.DeleteFile(probe);
        }

        HardState.Reopen();
    }

    /// <summary>Writes the manifest of a replica anew, as it was read when the replica was opened.</summary>
    public void RewriteManifest(ReplicaDirectory replica)
    {
        ArgumentNullException.ThrowIfNull(replica);
        replica.Manifest.Write(_fileSystem, replica.Path);
    }

    /// <summary>
    /// Checks the files of the broker as a whole against what is known of them, and writes those anew that do not match; returns what was found, with
    /// what was done about it. May be called while the directory is in use, by one thread at a time.
    /// </summary>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public IReadOnlyList<LogFinding> CheckOwnFiles()
    {
        var repaired = new List<LogFinding>();
        if (HardState.CheckAndRepair() is { } lost)
        {
            repaired.Add(new LogFinding(FindingSeverity.Notice, HardState.Path, 0, lost, "It was written anew from memory."));
        }

        if (CheckedFile.Probe(_fileSystem, Path.Combine(DirectoryPath, DirectoryIdentity.FileName)) is { } wrong)
        {
            _identity.Write(_fileSystem, DirectoryPath);
            repaired.Add(new LogFinding(
                FindingSeverity.Notice, Path.Combine(DirectoryPath, DirectoryIdentity.FileName), 0, wrong, "It was written anew from memory."));
        }

        if (MetadataSnapshots.Check() is { } damaged)
        {
            repaired.Add(damaged);
        }

        return repaired;
    }

    /// <summary>Forgets what a lost replica had promised, durably: only once nobody takes its successor for it.</summary>
    public void ForgetReplica(GroupId group)
    {
        HardState.Forget(group);
        HardState.FlushNow();
    }

    /// <summary>Forgets the hard state of the group and removes the directory with all its files; its log is closed before.</summary>
    public void DeleteReplica(ReplicaDirectory replica) => _fileSystem.DeleteDirectory(RetireReplica(replica));

    /// <summary>
    /// Forgets the hard state of the group and gives the directory a name under which it is no replica any more; its log is closed before. The
    /// caller removes the files when it likes; the next start does, if it has not.
    /// </summary>
    /// <returns>Where the files are now.</returns>
    public string RetireReplica(ReplicaDirectory replica)
    {
        ArgumentNullException.ThrowIfNull(replica);

        // The hard state first: the other way round, a crash in between leaves a replica that must not be opened.
        ForgetReplica(replica.Manifest.Group);
        string retired = replica.Path + DataDirectoryLayout.DeletedSuffix;
        for (int number = 2; _fileSystem.DirectoryExists(retired); number++)
        {
            retired = $"{replica.Path}-{number}{DataDirectoryLayout.DeletedSuffix}";
        }

        RenameReplica(replica.Path, retired);
        return retired;
    }

    /// <summary>Flushes and closes the hard state and gives the lock back; all logs are closed before.</summary>
    public void Dispose()
    {
        HardState.Dispose();
        _run?.End();
        _lock.Dispose();
    }

    private string PathOf(Guid topicId, int partition) => Path.Combine(_replicasPath, ReplicaManifest.NameOf(topicId, partition));

    private static ReplicaManifest? TryReadManifest(IFileSystem fileSystem, string path)
    {
        try
        {
            return ReplicaManifest.Read(fileSystem, path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static DataDirectory OpenLocked(StorageContext storage, string path, IDisposable held, DirectoryIdentity wanted, Random random)
    {
        IFileSystem fileSystem = storage.FileSystem;
        fileSystem.DeleteTemporaryFiles(path);
        string hardStatePath = Path.Combine(path, DataDirectoryLayout.HardStateName);
        bool isNew = !fileSystem.FileExists(Path.Combine(path, DirectoryIdentity.FileName));
        if (isNew && (fileSystem.DirectoryExists(Path.Combine(path, DataDirectoryLayout.ReplicasName)) || fileSystem.DirectoryExists(Path.Combine(path, DataDirectoryLayout.MetadataName))))
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
            storage.Run = directory._run = StorageRun.Begin(fileSystem, path, random, storage.Logger);
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
            if (name.EndsWith(DataDirectoryLayout.NewSuffix, StringComparison.Ordinal) || name.EndsWith(DataDirectoryLayout.DeletedSuffix, StringComparison.Ordinal))
            {
                _fileSystem.DeleteDirectory(Path.Combine(_replicasPath, name));
            }
        }

        FlushReplicas();
    }

    private void CreateReplica(string path, ReplicaManifest manifest)
    {
        string unfinished = path + DataDirectoryLayout.NewSuffix;
        _fileSystem.DeleteDirectory(unfinished);
        _fileSystem.CreateDirectory(unfinished);
        manifest.Write(_fileSystem, unfinished);
        RenameReplica(unfinished, path);
    }

    private void RenameReplica(string from, string to)
    {
        _mustFlushReplicas = true;
        _fileSystem.Rename(from, to);
        FlushReplicas();
    }

    private void FlushReplicas()
    {
        if (_mustFlushReplicas)
        {
            _fileSystem.FlushDirectory(_replicasPath);
            _mustFlushReplicas = false;
        }
    }
}
