using RaftLog.Simulator.Machine;
using RaftLog.Storage;

namespace RaftLog.Simulator.Disk;

/// <summary>A <see cref="SimulatedDisk"/> as one process sees it.</summary>
internal sealed class ProcessFileSystem(InMemoryFileSystem files, SimulatedDisk disk, SimulatedProcess process) : IFileSystem
{
    private readonly List<IDisposable> _locks = [];

    public IFile Open(string path, FileOpenMode mode)
    {
        RequireAlive();
        return new ProcessFile(files.Open(path, mode), this);
    }

    public bool FileExists(string path) => files.FileExists(path);

    public bool DirectoryExists(string path) => files.DirectoryExists(path);

    public void CreateDirectory(string path)
    {
        RequireAlive();
        files.CreateDirectory(path);
    }

    public void Rename(string from, string to)
    {
        RequireAlive();
        files.Rename(from, to);
    }

    public void DeleteFile(string path)
    {
        RequireAlive();
        files.DeleteFile(path);
    }

    public void DeleteDirectory(string path)
    {
        RequireAlive();
        files.DeleteDirectory(path);
    }

    public IReadOnlyList<string> EnumerateFiles(string path) => files.EnumerateFiles(path);

    public IReadOnlyList<string> EnumerateDirectories(string path) => files.EnumerateDirectories(path);

    public void FlushDirectory(string path)
    {
        BeforeFlush(path);
        files.FlushDirectory(path);
    }

    public long FreeSpace(string path) => files.FreeSpace(path);

    public IDisposable? TryLock(string path)
    {
        var taken = files.TryLock(path);
        if (taken is not null)
        {
            _locks.Add(taken);
        }

        return taken;
    }

    /// <summary>The operating system takes back what the dead process held.</summary>
    public void ReleaseLocks() => _locks.ForEach(held => held.Dispose());

    public void BeforeWrite(string path)
    {
        RequireAlive();
        disk.BeforeWrite(path);
    }

    public void BeforeFlush(string path)
    {
        RequireAlive();
        disk.BeforeFlush(path);
    }

    private void RequireAlive()
    {
        if (!process.IsAlive)
        {
            throw new IOException("The process is gone.");
        }
    }
}
