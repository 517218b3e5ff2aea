using RaftLog.Storage;

namespace RaftLog.Simulator.Disk;

/// <summary>An open file of a process; dead when the process is.</summary>
internal sealed class ProcessFile(IFile file, ProcessFileSystem owner) : IFile
{
    public string Path => file.Path;

    public long Length => file.Length;

    public int Read(long offset, Span<byte> buffer) => file.Read(offset, buffer);

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        owner.BeforeWrite(Path);
        file.Write(offset, bytes);
    }

    public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        owner.BeforeWrite(Path);
        file.Write(offset, pieces);
    }

    public void Flush()
    {
        owner.BeforeFlush(Path);
        file.Flush();
    }

    public void SetLength(long length)
    {
        owner.BeforeWrite(Path);
        file.SetLength(length);
    }

    public void Dispose() => file.Dispose();
}
