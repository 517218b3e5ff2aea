using RaftLog.Storage;

namespace RaftLog.Tests;

/// <summary>Passes everything on to another file system; what a test wants to be different is overridden.</summary>
internal abstract class ForwardingFileSystem(IFileSystem inner) : IFileSystem
{
    public virtual IFile Open(string path, FileOpenMode mode) => Wrap(inner.Open(path, mode));

    public bool FileExists(string path) => inner.FileExists(path);

    public bool DirectoryExists(string path) => inner.DirectoryExists(path);

    public void CreateDirectory(string path) => inner.CreateDirectory(path);

    public virtual void Rename(string from, string to) => inner.Rename(from, to);

    public virtual void DeleteFile(string path) => inner.DeleteFile(path);

    public virtual void DeleteDirectory(string path) => inner.DeleteDirectory(path);

    public IReadOnlyList<string> EnumerateFiles(string path) => inner.EnumerateFiles(path);

    public IReadOnlyList<string> EnumerateDirectories(string path) => inner.EnumerateDirectories(path);

    public virtual void FlushDirectory(string path) => inner.FlushDirectory(path);

    public virtual long FreeSpace(string path) => inner.FreeSpace(path);

    public long TotalSpace(string path) => inner.TotalSpace(path);

    public IDisposable? TryLock(string path) => inner.TryLock(path);

    /// <summary>Puts a file of the other file system into one of this.</summary>
    protected abstract IFile Wrap(IFile file);
}
