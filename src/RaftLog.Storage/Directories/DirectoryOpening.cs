namespace RaftLog.Storage;

/// <summary>How a log directory is opened, whichever it is: locked, found to be whose it should be, and turned into what an operator understands if not.</summary>
/// <param name="Storage">What its logs are opened with.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Lock">Keeps other processes out.</param>
/// <param name="Identity">Whose it is.</param>
/// <param name="HardState">The terms and votes in it.</param>
internal sealed record DirectoryOpening(StorageContext Storage, string Path, IDisposable Lock, DirectoryIdentity Identity, HardStateStore HardState)
{
    /// <summary>Opens a directory, or makes one of an empty or missing one.</summary>
    /// <param name="storage">What its logs are opened with.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="wanted">Whose it should be; its id is for a new one.</param>
    /// <param name="random">For the id of the first run.</param>
    /// <param name="create">Makes the directory's object.</param>
    /// <exception cref="DataDirectoryException">It cannot be used; the message says why.</exception>
    public static T Open<T>(StorageContext storage, string path, DirectoryIdentity wanted, Random random, Func<DirectoryOpening, T> create)
        where T : LogDirectory
    {
        IDisposable? held = null;
        T? opened = null;
        try
        {
            if (!storage.FileSystem.DirectoryExists(System.IO.Path.Combine(path, DataDirectoryLayout.ReplicasName)))
            {
                storage.FileSystem.CreateDirectoryDurably(path);
            }

            held = storage.FileSystem.TryLock(System.IO.Path.Combine(path, DataDirectoryLayout.LockName))
                ?? throw new DataDirectoryException($"The data directory {path} is in use by another process. Stop that broker, or configure another directory.")
                {
                    Problem = DataDirectoryProblem.Locked,
                };
            opened = OpenLocked(storage, path, held, wanted, random, create);
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
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
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

    private static T OpenLocked<T>(
        StorageContext storage, string path, IDisposable held, DirectoryIdentity wanted, Random random, Func<DirectoryOpening, T> create)
        where T : LogDirectory
    {
        IFileSystem fileSystem = storage.FileSystem;
        fileSystem.DeleteTemporaryFiles(path);
        string hardStatePath = System.IO.Path.Combine(path, DataDirectoryLayout.HardStateName);
        bool isNew = !fileSystem.FileExists(System.IO.Path.Combine(path, DirectoryIdentity.FileName));
        if (isNew && DataDirectoryLayout.HoldsLogs(fileSystem, path))
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

            T directory = create(new DirectoryOpening(storage, path, held, identity, hardState));
            directory.PrepareDirectories();
            directory.BeginRun(random);
            return directory;
        }
        catch
        {
            hardState.Dispose();
            throw;
        }
    }

    private static DirectoryIdentity RequireSame(string path, DirectoryIdentity found, DirectoryIdentity wanted) =>
        found.ClusterId != wanted.ClusterId
            ? throw Foreign($"The data directory {path} belongs to cluster '{found.ClusterId}', but this broker is configured for '{wanted.ClusterId}'.")
        : found.Broker != wanted.Broker
            ? throw Foreign($"The data directory {path} belongs to broker {found.Broker.Value}, but this broker is configured as {wanted.Broker.Value}.")
        : found.DataDirectory == wanted.DataDirectory ? found
        : throw Foreign(OfAnotherRole(path, found, wanted));

    // A log directory is used with its own data directory only: another one does not know what was placed in it.
    private static string OfAnotherRole(string path, DirectoryIdentity found, DirectoryIdentity wanted) =>
        wanted.DataDirectory is null
            ? $"{path} is a further log directory of this broker, not its data directory. Name it in LogDirectories, and in DataDirectory the one that it was used with."
        : found.DataDirectory is null
            ? $"{path} is the data directory of this broker, not a further log directory. Name it in DataDirectory, and an empty one here."
        : $"{path} goes with another data directory of this broker than the one configured. Bring that one back, or, if it is lost, empty {path} as well: "
            + "the broker is then rebuilt from the other brokers, if a majority of them is there.";

    private static DataDirectoryException Foreign(string message) => new(message) { Problem = DataDirectoryProblem.Foreign };
}
