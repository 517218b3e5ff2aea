using RaftLog.Simulator.Cluster;
using RaftLog.Storage;

namespace RaftLog.Simulator.Faults.Disk;

/// <summary>Changes to a disk behind the back of whoever uses it.</summary>
internal static class DiskSurgery
{
    private static readonly string[] LogSuffixes = [".log", ".index", ".snapshot"];

    /// <summary>The segment and index files of all logs and the snapshots of the metadata, which repair covers; in a fixed order.</summary>
    public static IReadOnlyList<string> LogFiles(InMemoryFileSystem files) =>
    [
        .. Files(files, SimulatedBroker.DataDirectory).Concat(Files(files, SimulatedBroker.LogDirectory))
            .Where(path => LogSuffixes.Any(suffix => path.EndsWith(suffix, StringComparison.Ordinal))),
    ];

    /// <summary>The bytes at a place; null when the file is gone. Shorter when it ends before.</summary>
    public static byte[]? Read(InMemoryFileSystem files, string path, long offset, int count)
    {
        if (!files.FileExists(path))
        {
            return null;
        }

        using var file = files.Open(path, FileOpenMode.Read);
        byte[] bytes = new byte[count];
        return bytes[..file.Read(offset, bytes)];
    }

    /// <summary>Puts bytes in a place; nothing happens when the file is gone or ends before. A running broker must not find the rest of its file flushed by that.</summary>
    public static void Put(InMemoryFileSystem files, string path, long offset, byte[] bytes, bool isRunning = false)
    {
        if (files.FileExists(path))
        {
            using var file = files.Open(path, FileOpenMode.ReadWrite);
            int count = (int)Math.Clamp(file.Length - offset, 0, bytes.Length);
            file.Write(offset, bytes.AsSpan(0, count));
            if (!isRunning)
            {
                file.Flush();
            }
        }
    }

    /// <summary>Cuts a file, durably.</summary>
    public static void Cut(InMemoryFileSystem files, string path, long length)
    {
        using var file = files.Open(path, FileOpenMode.ReadWrite);
        file.SetLength(length);
        file.Flush();
    }

    public static long LengthOf(InMemoryFileSystem files, string path)
    {
        using var file = files.Open(path, FileOpenMode.Read);
        return file.Length;
    }

    private static IEnumerable<string> Files(InMemoryFileSystem files, string directory)
    {
        if (!files.DirectoryExists(directory))
        {
            return [];
        }

        return files.EnumerateFiles(directory).Select(name => $"{directory}/{name}")
            .Concat(files.EnumerateDirectories(directory).SelectMany(name => Files(files, $"{directory}/{name}")));
    }
}
