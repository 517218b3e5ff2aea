using RaftLog.Storage;

namespace RaftLog.Cli.Logs;

/// <summary>Keeps the broker whose files a command reads or changes from running meanwhile.</summary>
internal static class StoppedBroker
{
    /// <summary>Holds the lock of the data directory that a path belongs to; null for files that were copied out of one.</summary>
    /// <exception cref="CliException">A broker uses it.</exception>
    public static IDisposable? Hold(IFileSystem files, string path)
    {
        if (DataDirectoryLayout.DataDirectoryOf(files, path) is not { } dataDirectory)
        {
            return null;
        }

        return DataDirectoryLayout.TryLock(files, dataDirectory)
            ?? throw new CliException($"A broker uses {dataDirectory}; stop it first.");
    }
}
