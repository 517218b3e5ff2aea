namespace RaftLog.Storage;

/// <summary>A file system in memory, for embedded clusters, tests and simulations. It can lose power: everything that was not flushed is then gone, unsynced names included.</summary>
public sealed class InMemoryFileSystem : IFileSystem
{
    /// <summary>Creates an empty file system.</summary>
    /// <param name="remembersFlushes">Whether <see cref="LosePower"/> will be used; it costs a second copy of what was flushed.</param>
    /// <param name="capacityBytes">The size of the disk; writing more fails as on a full one.</param>
    public InMemoryFileSystem(bool remembersFlushes = false, long capacityBytes = long.MaxValue) => throw new NotImplementedException();

    /// <summary>
    /// Goes back to what was durable. Open files become unusable, locks end. With <paramref name="tearing"/>, unflushed sectors and unsynced
    /// names survive at random instead of all being lost.
    /// </summary>
    public void LosePower(Random? tearing = null) => throw new NotImplementedException();

    /// <inheritdoc/>
    public IFile Open(string path, FileOpenMode mode) => throw new NotImplementedException();

    /// <inheritdoc/>
    public bool FileExists(string path) => throw new NotImplementedException();

    /// <inheritdoc/>
    public bool DirectoryExists(string path) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void CreateDirectory(string path) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Rename(string from, string to) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void DeleteFile(string path) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void DeleteDirectory(string path) => throw new NotImplementedException();

    /// <inheritdoc/>
    public IReadOnlyList<string> EnumerateFiles(string path) => throw new NotImplementedException();

    /// <inheritdoc/>
    public IReadOnlyList<string> EnumerateDirectories(string path) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void FlushDirectory(string path) => throw new NotImplementedException();

    /// <inheritdoc/>
    public long FreeSpace(string path) => throw new NotImplementedException();

    /// <inheritdoc/>
    public IDisposable? TryLock(string path) => throw new NotImplementedException();
}
