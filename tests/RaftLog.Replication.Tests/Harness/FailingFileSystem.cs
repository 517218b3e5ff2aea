using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>A disk on which nothing can be written any more, once it is said to be broken.</summary>
internal sealed class FailingFileSystem(IFileSystem inner, Func<bool> isBroken) : IFileSystem
{
    public IFile Open(string path, FileOpenMode mode) => new FailingFile(inner.Open(path, mode), isBroken);

    public bool FileExists(string path) => inner.FileExists(path);

    public bool DirectoryExists(string path) => inner.DirectoryExists(path);

    public void CreateDirectory(string path) => inner.CreateDirectory(path);

    public void Rename(string from, string to) => inner.Rename(from, to);

    public void DeleteFile(string path) => inner.DeleteFile(path);

    public void DeleteDirectory(string path) => inner.DeleteDirectory(path);

    public IReadOnlyList<string> EnumerateFiles(string path) => inner.EnumerateFiles(path);

    public IReadOnlyList<string> EnumerateDirectories(string path) => inner.EnumerateDirectories(path);

    public void FlushDirectory(string path) => inner.FlushDirectory(path);

    public long FreeSpace(string path) => inner.FreeSpace(path);

    public long TotalSpace(string path) => inner.TotalSpace(path);

    public IDisposable? TryLock(string path) => inner.TryLock(path);

    private sealed class FailingFile(IFile inner, Func<bool> isBroken) : IFile
    {
        public string Path => inner.Path;

        public long Length => inner.Length;

        public int Read(long offset, Span<byte> buffer) => inner.Read(offset, buffer);

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            ThrowIfBroken();
            inner.Write(offset, bytes);
        }

        public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
        {
            ThrowIfBroken();
            inner.Write(offset, pieces);
        }

        public void Flush()
        {
            ThrowIfBroken();
            inner.Flush();
        }

        public void SetLength(long length) => inner.SetLength(length);

        public void Dispose() => inner.Dispose();

        private void ThrowIfBroken()
        {
            if (isBroken())
            {
                throw new IOException($"{inner.Path}: input/output error");
            }
        }
    }
}
