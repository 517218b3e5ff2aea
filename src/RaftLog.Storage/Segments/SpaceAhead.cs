using System.Buffers;

namespace RaftLog.Storage;

/// <summary>
/// Zeros behind the end of the segment that is appended to, written before they are needed. A flush of bytes written over them makes these durable and
/// nothing else; without them every flush commits the file's new length and blocks to the file system's journal as well, which takes longer than the
/// bytes do and which all logs on a disk wait for together. For the writer of the log.
/// </summary>
/// <remarks>
/// The zeros never stand for anything: they are given back when the segment is complete or its log closed, and a crash that leaves them leaves them behind
/// the last frame, where recovery cuts what is no frame. So a file with zeros is the last one of its log.
/// </remarks>
internal sealed class SpaceAhead
{
    // Zeros are written and flushed themselves. That pays where many writes share them, and not where each would need as many as it has bytes.
    private const int LargeWrite = 128 * 1024;
    private const int MaxBytes = 256 * 1024;
    private const int BlockSize = 4096;
    private const int WindowBytes = 64 * 1024;

    private static readonly byte[] Zeros = new byte[MaxBytes];

    // How far there may be zeros.
    private long _end;

    /// <summary>Whether a part of a file holds nothing but zeros.</summary>
    public static bool IsAll(IFile file, long start, long end)
    {
        byte[] window = ArrayPool<byte>.Shared.Rent(WindowBytes);
        try
        {
            int read;
            for (; start < end; start += read)
            {
                read = file.Read(start, window.AsSpan(0, (int)Math.Min(window.Length, end - start)));
                if (read == 0 || window.AsSpan(0, read).ContainsAnyExcept((byte)0))
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(window);
        }
    }

    /// <summary>
    /// Writes zeros behind a write that has come to the end of those there were: as much as the segment holds already, so that a partition with a few
    /// records takes a few blocks, within limits.
    /// </summary>
    /// <param name="file">The segment's file.</param>
    /// <param name="end">Where the write ended, and the segment does.</param>
    /// <param name="written">How much it wrote.</param>
    /// <param name="limit">How long the file may become.</param>
    public void Extend(IFile file, long end, long written, long limit)
    {
        if (end <= _end || written >= LargeWrite)
        {
            return;
        }

        long next = (end + Math.Clamp(end, BlockSize, MaxBytes - BlockSize) + BlockSize - 1) / BlockSize * BlockSize;
        int bytes = (int)(Math.Min(next, limit) - end);
        if (bytes <= 0)
        {
            return;
        }

        _end = end + bytes;
        try
        {
            file.Write(end, Zeros.AsSpan(0, bytes));
        }
        catch (IOException)
        {
            // What was to make flushes cheaper must not fail a log: a full disk may take the records still. Of any other trouble its next flush will tell.
        }
    }

    /// <summary>Whether there may be zeros behind this end of the segment.</summary>
    public bool IsBehind(long end) => _end > end;

    /// <summary>Cuts the file where the segment ends. Durable with the next flush.</summary>
    public void GiveBack(IFile file, long end)
    {
        file.SetLength(end);
        _end = end;
    }
}
