using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The log directories of a broker: its data directory and, if it is configured so, further ones on disks of their own (Kafka's <c>log.dirs</c>). A new replica
/// goes where most space is left for it; one that exists stays where it is. Which directories are open is settled when the set is opened: one
/// that cannot be used then is left out, and the replicas in it are offline (<see cref="WhyAbsent"/>) until a later start finds it.
/// Used by one thread, except for the members that say otherwise.
/// </summary>
public sealed class DataDirectories : IDisposable
{
    private readonly ReplicaPlacements _placements;
    private readonly DirectoryId[] _ids;

    internal DataDirectories(DataDirectory first, IReadOnlyList<LogDirectory> further, IReadOnlyList<OfflineDirectory> missing, ReplicaPlacements placements)
    {
        First = first;
        Open = [first, .. further];
        Missing = missing;
        _placements = placements;
        _ids = [.. Open.Select(directory => directory.Id)];
    }

    /// <summary>The one that the broker cannot be without.</summary>
    public DataDirectory First { get; }

    /// <summary>Those that are open, the first one first. Never changes.</summary>
    public IReadOnlyList<LogDirectory> Open { get; }

    /// <summary>Those that could not be opened. Never changes.</summary>
    public IReadOnlyList<OfflineDirectory> Missing { get; }

    /// <summary>Those that cannot be used at the moment: missing from the start, or failing. Callable from any thread.</summary>
    public IReadOnlyList<OfflineDirectory> Offline =>
        [.. Missing, .. Open.Where(directory => directory.HasFailed).Select(directory => new OfflineDirectory(directory.DirectoryPath, "Its disk fails."))];

    /// <summary>How many replicas lie in directories that could not be opened, as far as known. Callable from any thread.</summary>
    public int OfflineReplicaCount => Missing.Count == 0 ? 0 : _placements.CountOutside(_ids);

    /// <summary>The directory of a replica; null when there is none.</summary>
    /// <exception cref="LogCorruptException">Its manifest is missing or damaged.</exception>
    public ReplicaDirectory? FindReplica(Guid topicId, int partition) => HomeOf(topicId, partition)?.FindReplica(topicId, partition);

    /// <summary>The log directory in which there is a replica, readable or not; null when there is none.</summary>
    public LogDirectory? HomeOf(Guid topicId, int partition) => Open.FirstOrDefault(directory => directory.Holds(topicId, partition));

    /// <summary>The log directory that a replica was found in.</summary>
    public LogDirectory DirectoryOf(ReplicaDirectory replica)
    {
        ArgumentNullException.ThrowIfNull(replica);
        return Open.First(directory => directory.Contains(replica));
    }

    /// <summary>
    /// Why a replica that is wanted here is in no open directory. What tells a lost one from a new one: the term and vote of its group, or, if
    /// they are gone with their disk, that it was written down as placed there. Callable from any thread.
    /// </summary>
    public ReplicaAbsence WhyAbsent(GroupId group, DirectoryId replica) =>
        _placements.Of(group) is { } placed && placed.Replica == replica && !_ids.Contains(placed.Directory)
            ? (Missing.Count > 0 ? ReplicaAbsence.Offline : ReplicaAbsence.Lost)
        : HasPromises(group, out _) ? ReplicaAbsence.Lost
        : ReplicaAbsence.New;

    /// <summary>Whether a replica of the group has taken part here, as far as term and vote tell.</summary>
    public bool HasPromises(GroupId group, out Term term)
    {
        term = Term.Zero;
        foreach (LogDirectory directory in Open)
        {
            if (directory.HasPromises(group, out term))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Creates the directory of a replica durably: where the group's lost one was if that disk works, else where most space is left. Refused as
    /// <see cref="LogDirectory.CreateReplica"/> refuses it.
    /// </summary>
    public ReplicaDirectory CreateReplica(Guid topicId, int partition, string topicName, GroupId group, DirectoryId replica)
    {
        LogDirectory target = First;
        if (Open.Count > 1 || _placements.Exists)
        {
            target = TargetFor(group);

            // Before it is there: if its disk is gone at the next start, nothing else tells that it was.
            _placements.Set(group, new ReplicaPlacement(replica, target.Id));
        }

        try
        {
            return target.CreateReplica(topicId, partition, topicName, group, replica);
        }
        catch (IOException)
        {
            target.NoteFailure();
            throw;
        }
    }

    /// <summary>
    /// Creates the directories of many replicas together, and leaves out those for which that is not possible: each by itself, they show why. With further
    /// log directories that is all of them, for where one goes depends on where those before it went.
    /// </summary>
    /// <returns>Those that are there now.</returns>
    public IReadOnlyList<ReplicaDirectory> CreateReplicas(IReadOnlyList<ReplicaManifest> wanted, DiskThreads threads)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(threads);
        return Open.Count > 1 || _placements.Exists ? [] : First.CreateReplicas(wanted, threads);
    }

    /// <summary>Puts the files of a replica that cannot be read aside; see <see cref="LogDirectory.QuarantineReplica"/>.</summary>
    public string? QuarantineReplica(Guid topicId, int partition) => HomeOf(topicId, partition)?.QuarantineReplica(topicId, partition);

    /// <summary>
    /// Forgets what a lost replica had promised, durably: only once nobody takes its successor for it. A directory whose disk does not take that
    /// is passed over: the successor goes elsewhere, and the next start cleans up.
    /// </summary>
    public void ForgetReplica(GroupId group)
    {
        // Where the disk refused it before, only the file knows of the promise still.
        foreach (LogDirectory directory in Open.Where(directory => directory.HasPromises(group, out _) || directory.HardState.Failure is not null))
        {
            try
            {
                directory.ForgetReplica(group);
            }
            catch (IOException) when (Open.Count > 1)
            {
                directory.NoteFailure();
            }
        }
    }

    /// <summary>Retires a replica; see <see cref="LogDirectory.RetireReplica"/>.</summary>
    public string RetireReplica(ReplicaDirectory replica)
    {
        ArgumentNullException.ThrowIfNull(replica);
        string retired = DirectoryOf(replica).RetireReplica(replica);
        _placements.Remove(replica.Manifest.Group);
        return retired;
    }

    /// <summary>Forgets where replicas of groups that are gone have been, unless a directory that is missing may still hold them.</summary>
    public void ForgetPlacements(Predicate<GroupId> isGone)
    {
        if (Missing.Count == 0)
        {
            _placements.RemoveAll(isGone);
        }
    }

    /// <summary>Checks the file of the placements as <see cref="LogDirectory.CheckOwnFiles"/> checks the others. Callable from any thread.</summary>
    public LogFinding? CheckPlacements() =>
        _placements.CheckAndRepair() is { } damage
            ? LogFinding.WrittenAnew(_placements.FilePath, damage)
            : null;

    /// <summary>Closes all directories; all logs are closed before.</summary>
    public void Dispose()
    {
        foreach (LogDirectory directory in Open.Reverse())
        {
            directory.Dispose();
        }
    }

    private LogDirectory TargetFor(GroupId group)
    {
        LogDirectory[] usable = [.. Open.Where(IsUsable)];
        if (usable.Length == 0)
        {
            return First;
        }

        // Beside the files that were put aside there, where 'raftlog log recover' can put them back.
        return _placements.Of(group) is { } lost && usable.FirstOrDefault(directory => directory.Id == lost.Directory) is { } same
            ? same
            : usable.OrderByDescending(SpacePerReplica).ThenBy(directory => directory.ReplicaCount).First();
    }

    // By what each replica would have, not by what is free at this moment: replicas are empty when they are created, and a thousand of them would
    // else all go to the same disk.
    private static double SpacePerReplica(LogDirectory directory) =>
        directory.Storage.FileSystem.FreeSpace(directory.DirectoryPath) / (directory.ReplicaCount + 1.0);

    private static bool IsUsable(LogDirectory directory)
    {
        try
        {
            if (directory.HasFailed)
            {
                directory.RequireWritable(directory.DirectoryPath);
            }

            directory.Storage.FileSystem.FreeSpace(directory.DirectoryPath);
            return true;
        }
        catch (IOException)
        {
            directory.NoteFailure();
            return false;
        }
    }
}
