#pragma warning disable RS0030 // This is the physical side of the seam: the one place that may name File and Directory.

namespace RaftLog.Storage;

/// <summary>The file system of the machine.</summary>
public sealed class PhysicalFileSystem : IFileSystem
{
    // Our own files are shared between our own handles only; the lock file keeps other processes out.
    private const FileShare Sharing = FileShare.ReadWrite | FileShare.Delete;

    // EIO and EROFS, the same on every Unix: a lock that cannot be taken because of the disk is nobody else's.
    private const int InputOutputError = 5;
    private const int ReadOnlyFileSystem = 30;

    /// <inheritdoc/>
    public IFile Open(string path, FileOpenMode mode)
    {
        (FileMode fileMode, FileAccess access) = mode switch
        {
            FileOpenMode.Read => (FileMode.Open, FileAccess.Read),
            FileOpenMode.ReadWrite => (FileMode.Open, FileAccess.ReadWrite),
            FileOpenMode.OpenOrCreate => (FileMode.OpenOrCreate, FileAccess.ReadWrite),
            FileOpenMode.Truncate => (FileMode.Create, FileAccess.ReadWrite),
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
        };

        try
        {
            return new PhysicalFile(path, File.OpenHandle(path, fileMode, access, Sharing));
        }
        catch (UnauthorizedAccessException refused)
        {
            throw Refused(path, refused);
        }
    }

    /// <inheritdoc/>
    public bool FileExists(string path) => File.Exists(path);

    /// <inheritdoc/>
    public bool DirectoryExists(string path) => Directory.Exists(path);

    /// <inheritdoc/>
    public void CreateDirectory(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw Refused(path, refused);
        }
    }

    /// <inheritdoc/>
    public void Rename(string from, string to)
    {
        try
        {
            if (Directory.Exists(from))
            {
                Directory.Move(from, to);
            }
            else
            {
                File.Move(from, to, overwrite: true);
            }
        }
        catch (UnauthorizedAccessException refused)
        {
            throw Refused(to, refused);
        }
    }

    /// <inheritdoc/>
    public void DeleteFile(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Its directory is gone, and so is the file.
        }
        catch (UnauthorizedAccessException refused)
        {
            throw Refused(path, refused);
        }
    }

    /// <inheritdoc/>
    public void DeleteDirectory(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> EnumerateFiles(string path) => Names(Directory.GetFiles(path));

    /// <inheritdoc/>
    public IReadOnlyList<string> EnumerateDirectories(string path) => Names(Directory.GetDirectories(path));

    /// <inheritdoc/>
    public void FlushDirectory(string path)
    {
        // Windows has no such operation; its file systems journal names by themselves.
        if (!OperatingSystem.IsWindows())
        {
            Posix.FlushDirectory(path);
        }
    }

    /// <inheritdoc/>
    public long FreeSpace(string path) => new DriveInfo(path).AvailableFreeSpace;

    /// <inheritdoc/>
    public long TotalSpace(string path) => new DriveInfo(path).TotalSize;

    /// <inheritdoc/>
    public IDisposable? TryLock(string path)
    {
        try
        {
            // FileShare.None takes an advisory lock that the system gives back with the process, however it ends.
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw Refused(path, refused);
        }
        catch (IOException failure) when (failure.HResult is not (InputOutputError or ReadOnlyFileSystem) && File.Exists(path))
        {
            return null;
        }
    }

    private static string[] Names(string[] paths)
    {
        for (int i = 0; i < paths.Length; i++)
        {
            paths[i] = Path.GetFileName(paths[i]);
        }

        Array.Sort(paths, StringComparer.Ordinal);
        return paths;
    }

    private static IOException Refused(string path, Exception cause) => new($"Permission denied: '{path}'.", cause);
}
