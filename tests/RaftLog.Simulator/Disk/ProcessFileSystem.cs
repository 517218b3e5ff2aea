using RaftLog.Simulator.Checks.Durability;
using RaftLog.Simulator.Machine;
using RaftLog.Storage;

namespace RaftLog.Simulator.Disk;

/// <summary>A <see cref="SimulatedDisk"/> as one process sees it.</summary>
internal sealed class ProcessFileSystem(InMemoryFileSystem files, SimulatedDisk disk, SimulatedProcess process) : IFileSystem
{
    private readonly List<IDisposable> _locks = [];

    /// <summary>Whether the disk wants to know what is written.</summary>
    public bool IsNoting => disk.Written is not null;

    /// <summary>Watches what becomes durable.</summary>
    public DurableDisk Durable => disk.Durable;

    public IFile Open(string path, FileOpenMode mode)
    {
        Before(DiskOperation.Open, path);
        if (mode == FileOpenMode.Truncate)
        {
            Durable.Written(path, 0);
        }

        return new ProcessFile(files.Open(path, mode), this);
    }

    public bool FileExists(string path) => !disk.IsUnmounted(path) && files.FileExists(path);

    public bool DirectoryExists(string path) => !disk.IsUnmounted(path) && files.DirectoryExists(path);

    public void CreateDirectory(string path)
    {
        RequireAlive();
        files.CreateDirectory(path);
    }

    public void Rename(string from, string to)
    {
        Before(DiskOperation.Rename, from);
        files.Rename(from, to);
        Durable.Renamed(from, to);
        After(DiskOperation.Rename);
    }

    public void DeleteFile(string path)
    {
        Before(DiskOperation.Delete, path);
        files.DeleteFile(path);
        After(DiskOperation.Delete);
    }

    public void DeleteDirectory(string path)
    {
        Before(DiskOperation.Delete, path);
        files.DeleteDirectory(path);
        After(DiskOperation.Delete);
    }

    public IReadOnlyList<string> EnumerateFiles(string path) => files.EnumerateFiles(path);

    public IReadOnlyList<string> EnumerateDirectories(string path) => files.EnumerateDirectories(path);

    public void FlushDirectory(string path)
    {
        Before(DiskOperation.Flush, path);
        files.FlushDirectory(path);
        Durable.DirectoryFlushed(path, files.EnumerateFiles(path).Concat(files.EnumerateDirectories(path)));
        After(DiskOperation.Flush);
    }

    public long FreeSpace(string path) => files.FreeSpace(path);

    public long TotalSpace(string path) => files.TotalSpace(path);

    public IDisposable? TryLock(string path)
    {
        RequireAlive();
        var taken = files.TryLock(path);
        if (taken is not null)
        {
            _locks.Add(taken);
        }

        return taken;
    }

    /// <summary>The operating system takes back what the dead process held.</summary>
    public void ReleaseLocks() => _locks.ForEach(held => held.Dispose());

    public void Before(DiskOperation operation, string path)
    {
        RequireAlive();
        disk.Before(operation, path);

        // A trap may have sprung.
        RequireAlive();
    }

    public void After(DiskOperation operation) => disk.After(operation);

    public void Note(IFile file, long offset, ReadOnlySpan<byte> bytes)
    {
        if (IsNoting)
        {
            byte[] before = new byte[bytes.Length];
            file.Read(offset, before);
            disk.Written!(new DiskWrite(file.Path, offset, before, bytes.ToArray()));
        }
    }

    private void RequireAlive()
    {
        if (!process.IsAlive)
        {
            throw new IOException("The process is gone.");
        }
    }
}
