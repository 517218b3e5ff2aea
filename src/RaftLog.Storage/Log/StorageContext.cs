using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace RaftLog.Storage;

/// <summary>What all logs of a broker share: the disk, the flusher, the budget of the tail caches, the log of events.</summary>
public sealed class StorageContext
{
    /// <summary>Creates it; the caller keeps ownership of everything handed in.</summary>
    public StorageContext(IFileSystem fileSystem, LogFlusher flusher, TailCacheBudget tailCache, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(fileSystem);
        ArgumentNullException.ThrowIfNull(flusher);
        ArgumentNullException.ThrowIfNull(tailCache);
        FileSystem = fileSystem;
        Flusher = flusher;
        TailCache = tailCache;
        Logger = logger ?? NullLogger.Instance;
    }

    /// <summary>The disk.</summary>
    public IFileSystem FileSystem { get; }

    /// <summary>Flushes the files of all logs.</summary>
    public LogFlusher Flusher { get; }

    /// <summary>The bytes that the tail caches of all logs may hold together.</summary>
    public TailCacheBudget TailCache { get; }

    /// <summary>Where recovery, rolls and failures are told.</summary>
    public ILogger Logger { get; }
}
