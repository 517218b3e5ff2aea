using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// A directory in which a broker keeps replicas (Kafka's <c>log.dirs</c> names several), locked while it is open and complete in itself: when its disk
/// fails, that concerns nothing outside of it.
/// <code>
///   meta                     whom it belongs to (<see cref="DirectoryIdentity"/>)
///   lock                     held by the running broker
///   run                      whether the last stop was a clean one (<see cref="StorageRun"/>)
///   hard-state               term and vote of the groups whose replicas are here (<see cref="HardStateStore"/>)
///   replicas/{topic id}-{p}  the log of a partition replica, with its manifest
///   replicas/{topic id}-{p}.damaged-{n}  one that could not be read any more, kept for people to look at; never touched again
/// </code>
/// Not thread-safe, except for <see cref="HardState"/> and <see cref="HasFailed"/>.
/// </summary>
public class LogDirectory : IDisposable
{
    // Enough that a disk with room for it takes the first appends as well.
    private const int ProbeBytes = 1024 * 1024;

    private readonly IDisposable _lock;
    private readonly DirectoryIdentity _identity;
    private readonly string _replicasPath;

    // Null until everything else is opened.
    private StorageRun? _run;

    // A rename among the replicas may not be durable: its flush failed, or the process that did it was killed before.
    private bool _mustFlushReplicas = true;
    private volatile bool _hasFailed;

    private protected LogDirectory(DirectoryOpening opening)
    {
        Storage = opening.Storage;
        _lock = opening.Lock;
        DirectoryPath = opening.Path;
        _identity = opening.Identity;
        HardState = opening.HardState;
        _replicasPath = Path.Combine(DirectoryPath, DataDirectoryLayout.ReplicasName);
    }

    /// <summary>Where it is.</summary>
    public string DirectoryPath { get; }

    /// <summary>The random id drawn when the directory was first used.</summary>
    public DirectoryId Id => _identity.Directory;

    /// <summary>What the logs in this directory are opened with.</summary>
    public StorageContext Storage { get; }

    /// <summary>Term and vote of the groups whose replicas are here.</summary>
    public HardStateStore HardState { get; }

    /// <summary>
    /// Whether its disk refused something that concerns more than one replica, and has not been found to work since (<see cref="RequireWritable"/>).
    /// Readable from any thread.
    /// </summary>
    public bool HasFailed => _hasFailed;

    /// <summary>How many replicas are here, readable or not.</summary>
    public int ReplicaCount { get; private set; }

    /// <summary>
    /// All replica directories with a readable manifest, read anew at each call. One whose manifest is damaged shows when its topic is looked
    /// at (<see cref="FindReplica"/>).
    /// </summary>
    public IReadOnlyList<ReplicaDirectory> Replicas => ListReplicas(out _);

    private IFileSystem FileSystem => Storage.FileSystem;

    /// <summary>
    /// The replica directories, as <see cref="Replicas"/> has them, of a directory that is not opened for it: for tools that look at
    /// the files of a stopped broker and change nothing.
    /// </summary>
    public static IReadOnlyList<ReplicaDirectory> ListReplicas(IFileSystem fileSystem, string path)
    {
        ArgumentNullException.ThrowIfNull(fileSystem);
        return ListReplicas(fileSystem, path, out _);
    }

    /// <summary>As <see cref="Replicas"/>.</summary>
    /// <param name="unread">
    /// Why a manifest is not among them that is not damaged, as far as known: the disk refused to read it, and may give it back another time.
    /// </param>
    public IReadOnlyList<ReplicaDirectory> ListReplicas(out IOException? unread) => ListReplicas(FileSystem, DirectoryPath, out unread);

    /// <summary>Whether a replica that was found is in this directory.</summary>
    internal bool Contains(ReplicaDirectory replica) => Path.GetDirectoryName(replica.Path) == _replicasPath;

    /// <summary>Whether there is a directory for a replica here, readable or not.</summary>
    public bool Holds(Guid topicId, int partition) => FileSystem.DirectoryExists(PathOf(topicId, partition));

    /// <summary>The directory of a replica; null when there is none.</summary>
    /// <exception cref="LogCorruptException">Its manifest is missing or damaged.</exception>
    public ReplicaDirectory? FindReplica(Guid topicId, int partition)
    {
        string path = PathOf(topicId, partition);
        if (!FileSystem.DirectoryExists(path))
        {
            return null;
        }

        FlushReplicas();
        return new ReplicaDirectory(path, ReplicaManifest.Read(FileSystem, path));
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
        WriteUnfinished(manifest);
        RenameReplica(path + DataDirectoryLayout.NewSuffix, path);
        ReplicaCount++;
        return new ReplicaDirectory(path, manifest);
    }

    /// <summary>
    /// As <see cref="CreateReplica"/> for many, whose files are written at the same time and whose names are flushed together. Leaves out those that
    /// it would refuse, or whose disk refuses.
    /// </summary>
    /// <returns>Those that are there now.</returns>
    internal IReadOnlyList<ReplicaDirectory> CreateReplicas(IReadOnlyList<ReplicaManifest> wanted, DiskThreads threads)
    {
        ReplicaManifest[] allowed = [.. wanted.Where(manifest => !HasPromises(manifest.Group, out _))];
        IReadOnlyList<Exception?> failures = threads.ForEach(allowed, WriteUnfinished);
        var created = new List<ReplicaDirectory>();
        foreach (ReplicaManifest manifest in allowed.Where((_, i) => failures[i] is null))
        {
            string path = Path.Combine(_replicasPath, manifest.DirectoryName);
            _mustFlushReplicas = true;
            FileSystem.Rename(path + DataDirectoryLayout.NewSuffix, path);
            ReplicaCount++;
            created.Add(new ReplicaDirectory(path, manifest));
        }

        FlushReplicas();
        return created;
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
        if (!FileSystem.DirectoryExists(path))
        {
            return null;
        }

        string quarantine = DataDirectoryLayout.FreeNameAside(FileSystem, path);
        RenameReplica(path, quarantine);
        ReplicaCount--;
        return quarantine;
    }

    /// <summary>
    /// Tries whether the disk takes writes again: for a log that is to be opened after one failed. The hard state, if it failed as well, is
    /// written anew.
    /// </summary>
    /// <param name="path">Where to write: the directory of the log, or this one.</param>
    /// <exception cref="IOException">It does not; <see cref="HasFailed"/> is set.</exception>
    public void RequireWritable(string path)
    {
        try
        {
            Probe(path);
            HardState.Reopen();
            _hasFailed = false;
        }
        catch (IOException)
        {
            _hasFailed = true;
            throw;
        }
    }

    /// <summary>Notes that the disk refused something that concerns more than one replica.</summary>
    public void NoteFailure() => _hasFailed = true;

    /// <summary>Writes the manifest of a replica anew, as it was read when the replica was opened.</summary>
    public void RewriteManifest(ReplicaDirectory replica)
    {
        ArgumentNullException.ThrowIfNull(replica);
        replica.Manifest.Write(FileSystem, replica.Path);
    }

    /// <summary>
    /// Checks the files of the directory as a whole against what is known of them, and writes those anew that do not match; returns what was found,
    /// with what was done about it. May be called while the directory is in use, by one thread at a time.
    /// </summary>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public virtual IReadOnlyList<LogFinding> CheckOwnFiles()
    {
        var repaired = new List<LogFinding>();
        if (HardState.CheckAndRepair() is { } lost)
        {
            repaired.Add(LogFinding.WrittenAnew(HardState.Path, lost));
        }

        string meta = Path.Combine(DirectoryPath, DirectoryIdentity.FileName);
        if (CheckedFile.Probe(FileSystem, meta) is { } wrong)
        {
            _identity.Write(FileSystem, DirectoryPath);
            repaired.Add(LogFinding.WrittenAnew(meta, wrong));
        }

        return repaired;
    }

    /// <summary>Forgets what a lost replica had promised, durably: only once nobody takes its successor for it.</summary>
    public void ForgetReplica(GroupId group)
    {
        // Nobody opens a log here for it, when the last replica is the one to go.
        HardState.Reopen();
        HardState.Forget(group);
        HardState.FlushNow();
    }

    /// <summary>Forgets the hard state of the group and removes the directory with all its files; its log is closed before.</summary>
    public void DeleteReplica(ReplicaDirectory replica) => FileSystem.DeleteDirectory(RetireReplica(replica));

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
        for (int number = 2; FileSystem.DirectoryExists(retired); number++)
        {
            retired = $"{replica.Path}-{number}{DataDirectoryLayout.DeletedSuffix}";
        }

        RenameReplica(replica.Path, retired);
        ReplicaCount--;
        return retired;
    }

    /// <summary>Flushes and closes the hard state and gives the lock back; all logs are closed before.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens a further log directory of a broker, or makes one of an empty or missing directory.</summary>
    internal static LogDirectory Open(StorageContext storage, string path, DirectoryIdentity wanted, Random random) =>
        DirectoryOpening.Open(storage, path, wanted, random, opening => new LogDirectory(opening));

    /// <summary>Brings the directories below to where a start begins. The last step of opening but for the run.</summary>
    internal virtual void PrepareDirectories()
    {
        FileSystem.CreateDirectoryDurably(_replicasPath);
        foreach (string name in FileSystem.EnumerateDirectories(_replicasPath))
        {
            if (name.EndsWith(DataDirectoryLayout.NewSuffix, StringComparison.Ordinal) || name.EndsWith(DataDirectoryLayout.DeletedSuffix, StringComparison.Ordinal))
            {
                FileSystem.DeleteDirectory(Path.Combine(_replicasPath, name));
            }
            else if (DataDirectoryLayout.IsNameOfReplica(name))
            {
                ReplicaCount++;
            }
        }

        FlushReplicas();
    }

    /// <summary>Begins this life of the broker in the directory: from now on something may change there.</summary>
    internal void BeginRun(Random random) => Storage.Run = _run = StorageRun.Begin(FileSystem, DirectoryPath, random, Storage.Logger);

    /// <summary>As <see cref="Dispose()"/>.</summary>
    /// <param name="disposing">Always true; there is no finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        HardState.Dispose();
        _run?.End();
        _lock.Dispose();
    }

    private string PathOf(Guid topicId, int partition) => Path.Combine(_replicasPath, ReplicaManifest.NameOf(topicId, partition));

    private static List<ReplicaDirectory> ListReplicas(IFileSystem fileSystem, string path, out IOException? unread)
    {
        unread = null;
        string replicasPath = Path.Combine(path, DataDirectoryLayout.ReplicasName);
        var replicas = new List<ReplicaDirectory>();
        foreach (string name in fileSystem.EnumerateDirectories(replicasPath).Where(DataDirectoryLayout.IsNameOfReplica))
        {
            string replica = Path.Combine(replicasPath, name);
            try
            {
                replicas.Add(new ReplicaDirectory(replica, ReplicaManifest.Read(fileSystem, replica)));
            }
            catch (IOException failure)
            {
                unread = failure is LogCorruptException ? unread : failure;
            }
        }

        return replicas;
    }

    private void Probe(string path)
    {
        string probe = Path.Combine(path, "probe" + FileSystemOperations.TemporarySuffix);
        try
        {
            using IFile file = FileSystem.Open(probe, FileOpenMode.Truncate);
            file.Write(0, new byte[ProbeBytes]);
            file.Flush();
        }
        finally
        {
            FileSystem.DeleteFile(probe);
        }
    }

    // Whole and durable, but for the name, under which it is no replica yet.
    private void WriteUnfinished(ReplicaManifest manifest)
    {
        string unfinished = Path.Combine(_replicasPath, manifest.DirectoryName + DataDirectoryLayout.NewSuffix);
        FileSystem.DeleteDirectory(unfinished);
        FileSystem.CreateDirectory(unfinished);
        manifest.Write(FileSystem, unfinished);
    }

    private void RenameReplica(string from, string to)
    {
        _mustFlushReplicas = true;
        FileSystem.Rename(from, to);
        FlushReplicas();
    }

    private void FlushReplicas()
    {
        if (_mustFlushReplicas)
        {
            FileSystem.FlushDirectory(_replicasPath);
            _mustFlushReplicas = false;
        }
    }
}
