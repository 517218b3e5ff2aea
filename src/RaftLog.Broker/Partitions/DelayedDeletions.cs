using Microsoft.Extensions.Logging;
using RaftLog.Storage;

namespace RaftLog.Broker.Partitions;

/// <summary>
/// The directories of replicas that are gone, until their time is up (<c>file.delete.delay.ms</c>): whoever deleted a topic by mistake may still copy
/// them. They have other names already, so nobody takes them for replicas; what is left when the broker stops, the next start removes.
/// Thread-safe.
/// </summary>
internal sealed class DelayedDeletions(IFileSystem files, TimeProvider time, ILogger logger) : IDisposable
{
    // What a timer can wait for, and then some: the next start removes them anyway.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(30);

    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly Dictionary<string, ITimer> _waiting = [];
    private bool _isDisposed;

    /// <summary>Has a directory removed after a time.</summary>
    public void Add(string directory, TimeSpan delay)
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                // Started when it is in the table, where it looks for itself.
                ITimer timer = time.CreateTimer(_ => Delete(directory), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _waiting[directory] = timer;
                timer.Change(delay < LongestDelay ? delay : LongestDelay, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var timer in _waiting.Values)
            {
                timer.Dispose();
            }

            _waiting.Clear();
        }
    }

    private void Delete(string directory)
    {
        lock (_gate)
        {
            if (!_waiting.Remove(directory, out var timer))
            {
                return;
            }

            timer.Dispose();
        }

        try
        {
            files.DeleteDirectory(directory);
            BrokerLog.FilesRemoved(logger, directory);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            BrokerLog.FilesNotRemoved(logger, failure, directory);
        }
    }
}
