using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>Opens the log directories of a broker, leaves out those that cannot be used, and settles which of two copies of a replica counts.</summary>
/// <param name="storage">The disk and the flusher.</param>
/// <param name="clusterId">The cluster that the broker belongs to.</param>
/// <param name="broker">The broker.</param>
/// <param name="random">Where the ids of new directories come from; must not repeat between brokers.</param>
public sealed class DataDirectoriesOpening(StorageContext storage, string clusterId, BrokerId broker, Random random)
{
    private readonly List<LogDirectory> _further = [];
    private readonly List<OfflineDirectory> _missing = [];

    private IFileSystem Files => storage.FileSystem;

    /// <summary>Opens the directories, or makes them of empty or missing ones. Called once.</summary>
    /// <param name="dataDirectory">The first one. If it cannot be opened, neither can the broker.</param>
    /// <param name="logDirectories">The further ones. One whose disk fails or is missing is left out.</param>
    /// <exception cref="DataDirectoryException">
    /// The first one cannot be used; or one belongs to somebody else, is in use, has a newer format, or is named twice, which is a mistake rather than a failure.
    /// </exception>
    public DataDirectories Open(string dataDirectory, IReadOnlyList<string> logDirectories)
    {
        ArgumentNullException.ThrowIfNull(logDirectories);
        string[] further = [.. logDirectories.Select(Path.TrimEndingDirectorySeparator)];
        RequireApart([dataDirectory, .. further]);
        var first = DataDirectory.Open(storage, dataDirectory, clusterId, broker, random);
        try
        {
            ReplicaPlacements placements = ReplicaPlacements.Load(Files, dataDirectory);
            if (further.Length > 0 || placements.Exists)
            {
                OpenFurther(first, placements, further);
            }

            return new DataDirectories(first, _further, _missing, placements);
        }
        catch (Exception failure)
        {
            _further.ForEach(directory => directory.Dispose());
            first.Dispose();
            if (failure is IOException)
            {
                throw new DataDirectoryException(
                    $"The data directory {dataDirectory} cannot be used: {failure.Message} If the file is damaged, move all directories of the broker away and start "
                    + "it with empty ones: it is rebuilt from the other brokers, if a majority of them is there.",
                    failure)
                {
                    Problem = failure is NewerFormatException ? DataDirectoryProblem.NewerFormat : DataDirectoryProblem.Unusable,
                };
            }

            throw;
        }
    }

    private static void RequireApart(IReadOnlyList<string> paths)
    {
        if (DataDirectoryLayout.FindOverlap(paths) is var (one, other))
        {
            throw new DataDirectoryException(
                $"The log directories {one} and {other} are the same, or one lies in the other. Give each a path of its own, on a disk of its own.");
        }
    }

    private void OpenFurther(DataDirectory first, ReplicaPlacements placements, IReadOnlyList<string> paths)
    {
        bool hasLostPlacements = !placements.Exists && paths.Any(path => Files.FileExists(Path.Combine(path, DirectoryIdentity.FileName)));
        if (!hasLostPlacements)
        {
            // Before any further directory is used, so that one in use without this file shows that the file was lost.
            placements.Begin();
        }

        foreach (string path in paths)
        {
            OpenOne(first, path, placements.HasBeenUsed(path));
        }

        if (hasLostPlacements)
        {
            throw new DataDirectoryException(
                $"{placements.FilePath} is missing, though there are log directories besides. Bring it back, or empty all directories of the broker and let it join as a new one.");
        }

        RequireDifferent(first);
        placements.NoteUsed(paths, _further.Select(directory => directory.DirectoryPath));
        SettleReplicas(first, placements);
    }

    private void OpenOne(DataDirectory first, string path, bool hasBeenUsed)
    {
        if (hasBeenUsed && !Files.DirectoryExists(path))
        {
            LeaveOut(path, "It is not there, though it was in use before. Mount its disk and restart the broker; or, if the disk is lost, create the empty directory.");
            return;
        }

        try
        {
            var wanted = new DirectoryIdentity(clusterId, broker, DirectoryId.Next(random), first.Id);
            _further.Add(LogDirectory.Open(storage.ForAnotherDirectory(), path, wanted, random));
        }
        catch (DataDirectoryException failure) when (failure.Problem == DataDirectoryProblem.Unusable)
        {
            LeaveOut(path, failure.Message);
        }
    }

    private void LeaveOut(string path, string reason)
    {
        _missing.Add(new OfflineDirectory(path, reason));
        StorageEvents.LogDirectoryMissing(storage.Logger, path, reason);
    }

    private void RequireDifferent(DataDirectory first)
    {
        IEnumerable<LogDirectory> all = [first, .. _further];
        if (all.GroupBy(directory => directory.Id).FirstOrDefault(same => same.Count() > 1) is { } copies)
        {
            string paths = string.Join(" and ", copies.Select(directory => directory.DirectoryPath));
            throw new DataDirectoryException($"{paths} are copies of the same log directory. Keep the one that was in use last, and empty the other.");
        }
    }

    // A replica counts where it was placed last. What else is found was followed by another one while its disk was away, or copied by hand
    // without its vote: it must take no part.
    private void SettleReplicas(DataDirectory first, ReplicaPlacements placements)
    {
        var holders = new Dictionary<GroupId, LogDirectory>();
        NoteHeld(first, first, placements, holders);
        foreach (LogDirectory directory in _further.ToArray())
        {
            try
            {
                NoteHeld(directory, first, placements, holders);
            }
            catch (IOException failure)
            {
                _further.Remove(directory);
                directory.Dispose();
                LeaveOut(directory.DirectoryPath, failure.Message);
            }
        }

        foreach (LogDirectory directory in _further.Prepend(first))
        {
            ForgetHeldElsewhere(directory, holders);
        }
    }

    private void NoteHeld(LogDirectory directory, DataDirectory first, ReplicaPlacements placements, Dictionary<GroupId, LogDirectory> holders)
    {
        foreach (ReplicaManifest manifest in directory.Replicas.Select(found => found.Manifest))
        {
            ReplicaPlacement? placed = placements.Of(manifest.Group);
            if ((placed?.Directory ?? first.Id) != directory.Id)
            {
                string? aside = directory.QuarantineReplica(manifest.TopicId, manifest.Partition);
                directory.ForgetReplica(manifest.Group);
                StorageEvents.StaleReplica(storage.Logger, manifest.TopicName, manifest.Partition, directory.DirectoryPath, aside);
                continue;
            }

            // One that was brought back by hand, in the place of its successor.
            if (placed is { } known && known.Replica != manifest.Directory)
            {
                placements.Set(manifest.Group, known with { Replica = manifest.Directory });
            }

            holders.Add(manifest.Group, directory);
        }
    }

    // Of a replica that was lost here and followed by one in another directory while this one could not be written.
    private static void ForgetHeldElsewhere(LogDirectory directory, Dictionary<GroupId, LogDirectory> holders)
    {
        foreach (GroupId group in directory.HardState.Groups.Order())
        {
            if (holders.TryGetValue(group, out LogDirectory? holder) && holder != directory)
            {
                directory.ForgetReplica(group);
            }
        }
    }
}
