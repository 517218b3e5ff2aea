using RaftLog.Storage;

namespace RaftLog.Chaos.Broker;

/// <summary>A handle to the contents of a file.</summary>
internal sealed class LosingFile(string path, LosingContent content, DiskFaults faults, bool canWrite) : IFile
{
    public string Path => path;

    public long Length => content.Length;

    public int Read(long offset, Span<byte> buffer) => content.Read(offset, buffer);

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        BeforeWrite();
        content.Write(offset, bytes);
    }

    public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        BeforeWrite();
        foreach (ReadOnlyMemory<byte> piece in pieces)
        {
            content.Write(offset, piece.Span);
            offset += piece.Length;
        }
    }

    public void Flush()
    {
        faults.BeforeFlush(path);
        content.Flush();
    }

    public void Forget(long offset, long count)
    {
        // Its bytes are in memory whatever anybody expects.
    }

    public void SetLength(long length)
    {
        BeforeWrite();
        content.SetLength(length);
    }

    public void Dispose()
    {
        // What was not flushed stays with the contents, as it would in the system's cache.
    }

    private void BeforeWrite()
    {
        if (!canWrite)
        {
            throw new IOException($"'{path}' is open for reading only.");
        }

        faults.BeforeWrite(path);
    }
}
