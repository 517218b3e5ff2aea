#pragma warning disable RS0030 // This is the physical side of the seam: the one place that may name RandomAccess.

using Microsoft.Win32.SafeHandles;

namespace RaftLog.Storage;

/// <summary>A file of the machine, used through its handle with explicit positions.</summary>
internal sealed class PhysicalFile(string path, SafeFileHandle handle) : IFile
{
    public string Path => path;

    public long Length => RandomAccess.GetLength(handle);

    public int Read(long offset, Span<byte> buffer)
    {
        int total = 0;
        while (total < buffer.Length)
        {
            int read = RandomAccess.Read(handle, buffer[total..], offset + total);
            if (read == 0)
            {
                break;
            }

            total += read;
        }

        return total;
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(handle, bytes, offset);

    public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces) => RandomAccess.Write(handle, pieces, offset);

    public void Flush()
    {
        if (OperatingSystem.IsLinux())
        {
            Posix.FlushData(handle, path);
        }
        else
        {
            RandomAccess.FlushToDisk(handle);
        }
    }

    public void Forget(long offset, long count)
    {
        if (OperatingSystem.IsLinux())
        {
            Posix.Forget(handle, offset, count);
        }
    }

    public void SetLength(long length) => RandomAccess.SetLength(handle, length);

    public void Dispose() => handle.Dispose();
}
