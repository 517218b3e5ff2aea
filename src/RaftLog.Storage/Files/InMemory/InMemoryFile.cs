namespace RaftLog.Storage;

/// <summary>A handle to the contents of a file in memory; it dies with the power.</summary>
internal sealed class InMemoryFile(string path, InMemoryContent content, InMemoryDisk disk, bool canWrite) : IFile
{
    private readonly int _powerCycle = disk.PowerCycles;
    private volatile bool _disposed;

    public string Path => path;

    public long Length
    {
        get
        {
            RequireUsable();
            return content.Length;
        }
    }

    public int Read(long offset, Span<byte> buffer)
    {
        RequireUsable();
        return content.Read(offset, buffer);
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        RequireWritable();
        content.Write(offset, bytes, path);
    }

    public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        RequireWritable();
        foreach (ReadOnlyMemory<byte> piece in pieces)
        {
            content.Write(offset, piece.Span, path);
            offset += piece.Length;
        }
    }

    public void Flush()
    {
        RequireUsable();
        content.Flush();
    }

    public void Forget(long offset, long count)
    {
        // Memory is all there is.
    }

    public void SetLength(long length)
    {
        RequireWritable();
        content.SetLength(length, path);
    }

    public void Dispose() => _disposed = true;

    private void RequireUsable()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (disk.PowerCycles != _powerCycle)
        {
            throw new IOException($"The power was lost while '{path}' was open.");
        }
    }

    private void RequireWritable()
    {
        RequireUsable();
        if (!canWrite)
        {
            throw new IOException($"'{path}' is open for reading only.");
        }
    }
}
