namespace RaftLog.Storage;

/// <summary>The file system of the machine.</summary>
public sealed class PhysicalFileSystem : IFileSystem
{
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
