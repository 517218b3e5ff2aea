using RaftLog.Storage;

namespace RaftLog.Broker.Tests.Support;

/// <summary>A disk in memory that takes no more writes to some files until it is told to.</summary>
internal sealed class FailingDisk : IFileSystem
{
    private readonly InMemoryFileSystem _disk = new();
    private volatile string? _full;

    /// <summary>The part of a path to which nothing can be written; null for none.</summary>
    public string? Full
    {
        get => _full;
        set => _full = value;
    }

    public IFile Open(string path, FileOpenMode mode) => new FailingFile(this, _disk.Open(path, mode));

    public bool FileExists(string path) => _disk.FileExists(path);

    public bool DirectoryExists(string path) => _disk.DirectoryExists(path);

    public void CreateDirectory(string path) => _disk.CreateDirectory(path);

    public void Rename(string from, string to) => _disk.Rename(from, to);

    public void DeleteFile(string path) => _disk.DeleteFile(path);

    public void DeleteDirectory(string path) => _disk.DeleteDirectory(path);

    public IReadOnlyList<string> EnumerateFiles(string path) => _disk.EnumerateFiles(path);

    public IReadOnlyList<string> EnumerateDirectories(string path) => _disk.EnumerateDirectories(path);

    public void FlushDirectory(string path) => _disk.FlushDirectory(path);

    public long FreeSpace(string path) => _disk.FreeSpace(path);

    public long TotalSpace(string path) => _disk.TotalSpace(path);

    public IDisposable? TryLock(string path) => _disk.TryLock(path);

    private void RequireSpace(string path)
    {
        if (Full is { } full && path.Contains(full, StringComparison.Ordinal))
        {
            throw new IOException($"No space left on device: {path}");
        }
    }

    private sealed class FailingFile(FailingDisk owner, IFile file) : IFile
    {
        public string Path => file.Path;

        public long Length => file.Length;

        public int Read(long offset, Span<byte> buffer) => file.Read(offset, buffer);

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            owner.RequireSpace(Path);
            file.Write(offset, bytes);
        }

        public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
        {
            owner.RequireSpace(Path);
            file.Write(offset, pieces);
        }

        public void Flush() => file.Flush();

        public void SetLength(long length) => file.SetLength(length);

        public void Dispose() => file.Dispose();
    }
}
