using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace RaftLog.Storage;

/// <summary>What all logs of a broker share: the disk, the flusher, the budget of the tail caches, the log of events.</summary>
public sealed class StorageContext
{
    /// <summary>Creates it; the caller keeps ownership of everything handed in.</summary>
    /// <param name="fileSystem">The disk.</param>
    /// <param name="flusher">Flushes the files of all logs.</param>
    /// <param name="tailCache">The bytes that the tail caches of all logs may hold together.</param>
    /// <param name="logger">Where recovery, rolls and failures are told.</param>
    /// <param name="openSegmentFiles">How many segment files may stay open while nobody uses them (<see cref="StorageOptions.OpenSegmentFiles"/>).</param>
    public StorageContext(
        IFileSystem fileSystem,
        LogFlusher flusher,
        TailCacheBudget tailCache,
        ILogger? logger = null,
        int openSegmentFiles = StorageOptions.DefaultOpenSegmentFiles)
    {
        ArgumentNullException.ThrowIfNull(fileSystem);
        ArgumentNullException.ThrowIfNull(flusher);
        ArgumentNullException.ThrowIfNull(tailCache);
        FileSystem = fileSystem;
        Flusher = flusher;
        TailCache = tailCache;
        Logger = logger ?? NullLogger.Instance;
        OpenFiles = new OpenFileBudget(openSegmentFiles);
    }

    private StorageContext(StorageContext shared)
    {
        FileSystem = shared.FileSystem;
        Flusher = shared.Flusher;
        TailCache = shared.TailCache;
        Logger = shared.Logger;
        OpenFiles = shared.OpenFiles;
    }

    /// <summary>The disk.</summary>
    public IFileSystem FileSystem { get; }

    /// <summary>Flushes the files of all logs.</summary>
    public LogFlusher Flusher { get; }

    /// <summary>The bytes that the tail caches of all logs may hold together.</summary>
    public TailCacheBudget TailCache { get; }

    /// <summary>Where recovery, rolls and failures are told.</summary>
    public ILogger Logger { get; }

    /// <summary>The segment files that are open.</summary>
    internal OpenFileBudget OpenFiles { get; }

    /// <summary>The present life of the broker in a log directory, once that is open; logs opened without one are always recovered in full.</summary>
    internal StorageRun? Run { get; set; }

    /// <summary>The same for the logs of another directory, which begins and ends its runs by itself.</summary>
    internal StorageContext ForAnotherDirectory() => new(this);
}
