namespace RaftLog.Storage;

/// <summary>
/// The disk, one of the four seams of the system: everything that storage asks of an operating system, synchronously. Failures are
/// <see cref="IOException"/>s whose message names the path. All members may be called from any thread.
/// </summary>
/// <remarks>
/// What survives a power loss: the contents of a file as of its last <see cref="IFile.Flush"/>, and the names in a directory as of its
/// last <see cref="FlushDirectory"/>. A created, renamed or deleted name is not durable before that, even if the file was flushed. A rename is one
/// step for a power loss as well, as on every journaling file system: before the flushes the file may have its old name, its new one or both, but
/// never neither, unless the directory that it left was flushed and the one that it went to was not.
/// </remarks>
public interface IFileSystem
{
    /// <summary>Opens or creates a file.</summary>
    /// <exception cref="FileNotFoundException">It is not there, and <paramref name="mode"/> does not create it.</exception>
    IFile Open(string path, FileOpenMode mode);

    /// <summary>Whether a file of that name exists.</summary>
    bool FileExists(string path);

    /// <summary>Whether a directory of that name exists.</summary>
    bool DirectoryExists(string path);

    /// <summary>Creates a directory with the directories above it; nothing happens to those that exist.</summary>
    void CreateDirectory(string path);

    /// <summary>Gives a file or a directory a new name in one step; a file in its place is replaced, a directory there is an error.</summary>
    void Rename(string from, string to);

    /// <summary>Removes a file; nothing happens when it is not there.</summary>
    void DeleteFile(string path);

    /// <summary>Removes a directory with all that is in it; nothing happens when it is not there.</summary>
    void DeleteDirectory(string path);

    /// <summary>The names (not paths) of the files in a directory, in ordinal order.</summary>
    IReadOnlyList<string> EnumerateFiles(string path);

    /// <summary>The names (not paths) of the directories in a directory, in ordinal order.</summary>
    IReadOnlyList<string> EnumerateDirectories(string path);

    /// <summary>Makes the names in a directory durable: creations, renames and deletions up to now.</summary>
    void FlushDirectory(string path);

    /// <summary>The number of bytes that can still be written below <paramref name="path"/>.</summary>
    long FreeSpace(string path);

    /// <summary>The number of bytes that the volume of <paramref name="path"/> has in all.</summary>
    long TotalSpace(string path);

    /// <summary>
    /// Takes the exclusive lock that the file at <paramref name="path"/> stands for, creating the file; null when another process (or
    /// another owner in this one) holds it. The lock ends with the returned object or with the process.
    /// </summary>
    IDisposable? TryLock(string path);
}
