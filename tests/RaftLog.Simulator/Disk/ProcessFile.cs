using RaftLog.Storage;

namespace RaftLog.Simulator.Disk;

/// <summary>An open file of a process; dead when the process is.</summary>
internal sealed class ProcessFile(IFile file, ProcessFileSystem owner) : IFile
{
    public string Path => file.Path;

    public long Length => file.Length;

    public int Read(long offset, Span<byte> buffer)
    {
        owner.Before(DiskOperation.Read, Path);
        return file.Read(offset, buffer);
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        owner.Before(DiskOperation.Write, Path);
        owner.Note(file, offset, bytes);
        owner.Durable.Written(Path, offset);
        file.Write(offset, bytes);
        owner.After(DiskOperation.Write);
    }

    public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        owner.Before(DiskOperation.Write, Path);
        if (owner.IsNoting)
        {
            owner.Note(file, offset, pieces.SelectMany(piece => piece.ToArray()).ToArray());
        }

        owner.Durable.Written(Path, offset);
        file.Write(offset, pieces);
        owner.After(DiskOperation.Write);
    }

    public void Flush()
    {
        owner.Before(DiskOperation.Flush, Path);
        file.Flush();
        owner.Durable.Flushed(file);
        owner.After(DiskOperation.Flush);
    }

    public void Forget(long offset, long count) => file.Forget(offset, count);

    public void SetLength(long length)
    {
        owner.Before(DiskOperation.Write, Path);
        owner.Durable.Written(Path, Math.Min(length, file.Length));
        file.SetLength(length);
        owner.After(DiskOperation.Write);
    }

    public void Dispose() => file.Dispose();
}
