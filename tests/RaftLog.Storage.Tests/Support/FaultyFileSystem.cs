namespace RaftLog.Storage.Tests;

/// <summary>Passes everything on to another file system, counts it, and fails what a test asks it to fail.</summary>
internal sealed class FaultyFileSystem(IFileSystem inner) : IFileSystem
{
    /// <summary>Called before each operation of a file with its name ("write", "flush", ...) and path; throws to fail it.</summary>
    public Action<string, string> Before { get; set; } = static (_, _) => { };

    /// <summary>How much is free below a path; null for what the other file system says.</summary>
    public Func<string, long?> Free { get; set; } = static _ => null;

    public List<(string Operation, string Path)> Calls { get; } = [];

    public IFile Open(string path, FileOpenMode mode)
    {
        Note("open", path);
        return new FaultyFile(this, inner.Open(path, mode));
    }

    public bool FileExists(string path) => inner.FileExists(path);

    public bool DirectoryExists(string path) => inner.DirectoryExists(path);

    public void CreateDirectory(string path) => inner.CreateDirectory(path);

    public void Rename(string from, string to)
    {
        Note("rename", to);
        inner.Rename(from, to);
    }

    public void DeleteFile(string path)
    {
        Note("delete", path);
        inner.DeleteFile(path);
    }

    public void DeleteDirectory(string path)
    {
        Note("delete directory", path);
        inner.DeleteDirectory(path);
    }

    public IReadOnlyList<string> EnumerateFiles(string path) => inner.EnumerateFiles(path);

    public IReadOnlyList<string> EnumerateDirectories(string path) => inner.EnumerateDirectories(path);

    public void FlushDirectory(string path)
    {
        Note("flush directory", path);
        inner.FlushDirectory(path);
    }

    public long FreeSpace(string path)
    {
        Note("free space", path);
        return Free(path) ?? inner.FreeSpace(path);
    }

    public long TotalSpace(string path) => inner.TotalSpace(path);

    public IDisposable? TryLock(string path) => inner.TryLock(path);

    private void Note(string operation, string path)
    {
        lock (Calls)
        {
            Calls.Add((operation, path));
        }

        Before(operation, path);
    }

    private sealed class FaultyFile(FaultyFileSystem owner, IFile file) : IFile
    {
        public string Path => file.Path;

        public long Length => file.Length;

        public int Read(long offset, Span<byte> buffer)
        {
            owner.Note("read", Path);
            return file.Read(offset, buffer);
        }

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            owner.Note("write", Path);
            file.Write(offset, bytes);
        }

        public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
        {
            owner.Note("write", Path);
            file.Write(offset, pieces);
        }

        public void Flush()
        {
            owner.Note("flush", Path);
            file.Flush();
        }

        public void SetLength(long length) => file.SetLength(length);

        public void Dispose() => file.Dispose();
    }
}
