namespace RaftLog.Storage.Tests;

/// <summary>Passes everything on to another file system, counts it, and fails what a test asks it to fail.</summary>
internal sealed class FaultyFileSystem(IFileSystem inner) : ForwardingFileSystem(inner)
{
    /// <summary>Called before each operation of a file with its name ("write", "flush", ...) and path; throws to fail it.</summary>
    public Action<string, string> Before { get; set; } = static (_, _) => { };

    /// <summary>How much is free below a path; null for what the other file system says.</summary>
    public Func<string, long?> Free { get; set; } = static _ => null;

    public List<(string Operation, string Path)> Calls { get; } = [];

    /// <summary>The bytes that the system was told not to keep in memory.</summary>
    public List<(string Path, long Start, long End)> Forgotten { get; } = [];

    public override IFile Open(string path, FileOpenMode mode)
    {
        Note("open", path);
        return base.Open(path, mode);
    }

    public override void Rename(string from, string to)
    {
        Note("rename", to);
        base.Rename(from, to);
    }

    public override void DeleteFile(string path)
    {
        Note("delete", path);
        base.DeleteFile(path);
    }

    public override void DeleteDirectory(string path)
    {
        Note("delete directory", path);
        base.DeleteDirectory(path);
    }

    public override void FlushDirectory(string path)
    {
        Note("flush directory", path);
        base.FlushDirectory(path);
    }

    public override long FreeSpace(string path)
    {
        Note("free space", path);
        return Free(path) ?? base.FreeSpace(path);
    }

    protected override IFile Wrap(IFile file) => new FaultyFile(this, file);

    private void Note(string operation, string path)
    {
        lock (Calls)
        {
            Calls.Add((operation, path));
        }

        Before(operation, path);
    }

    private sealed class FaultyFile(FaultyFileSystem owner, IFile inner) : ForwardingFile(inner)
    {
        public override int Read(long offset, Span<byte> buffer)
        {
            owner.Note("read", Path);
            return base.Read(offset, buffer);
        }

        public override void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            owner.Note("write", Path);
            base.Write(offset, bytes);
        }

        public override void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
        {
            owner.Note("write", Path);
            base.Write(offset, pieces);
        }

        public override void Flush()
        {
            owner.Note("flush", Path);
            base.Flush();
        }

        public override void Forget(long offset, long count)
        {
            owner.Note("forget", Path);
            owner.Forgotten.Add((Path, offset, offset + count));
            base.Forget(offset, count);
        }
    }
}
