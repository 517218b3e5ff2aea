using Microsoft.Win32.SafeHandles;
using RaftLog.Storage;

namespace RaftLog.Chaos.Broker;

/// <summary>
/// The contents of a file: what was flushed is in the real file, what was not is in pages of this process only and dies with it. Thread-safe.
/// </summary>
internal sealed class LosingContent(string unnamedFolder, LosingDirectory? realParent, string realName) : LosingEntry(unnamedFolder, realParent, realName)
{
    private const int PageSize = 4096;

    private readonly Lock _gate = new();
    private readonly Lock _flushGate = new();
    private Dictionary<long, byte[]> _dirty = [];
    private Dictionary<long, byte[]> _flushing = [];
    private SafeFileHandle? _real;
    private long _length;

    // What lies behind it in the real file was cut off since; it must not show again when the file grows.
    private long _realEnd;

    public long Length
    {
        get
        {
            lock (_gate)
            {
                _ = Real();
                return _length;
            }
        }
    }

    public int Read(long offset, Span<byte> buffer)
    {
        lock (_gate)
        {
            SafeFileHandle real = Real();
            int total = (int)Math.Clamp(_length - offset, 0, buffer.Length);
            buffer = buffer[..total];
            int stored = (int)Math.Clamp(_realEnd - offset, 0, total);
            stored = ReadFully(real, offset, buffer[..stored]);
            buffer[stored..].Clear();
            for (long page = offset / PageSize; page * PageSize < offset + total; page++)
            {
                if (_dirty.TryGetValue(page, out byte[]? bytes) || _flushing.TryGetValue(page, out bytes))
                {
                    Overlay(bytes, page * PageSize, offset, buffer);
                }
            }

            return total;
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _ = Real();
            _length = Math.Max(_length, offset + bytes.Length);
            while (bytes.Length > 0)
            {
                byte[] page = DirtyPage(offset / PageSize);
                int at = (int)(offset % PageSize);
                int count = Math.Min(PageSize - at, bytes.Length);
                bytes[..count].CopyTo(page.AsSpan(at));
                bytes = bytes[count..];
                offset += count;
            }
        }
    }

    public void SetLength(long length)
    {
        lock (_gate)
        {
            _ = Real();
            if (length < _length)
            {
                // The last page keeps what is before the cut; all behind it reads as zeros if the file grows again.
                if (length % PageSize != 0)
                {
                    DirtyPage(length / PageSize).AsSpan((int)(length % PageSize)).Clear();
                }

                Forget(_dirty, length);
                Forget(_flushing, length);
                _realEnd = Math.Min(_realEnd, length);
            }

            _length = length;
        }
    }

    public void Flush()
    {
        lock (_flushGate)
        {
            SafeFileHandle real;
            KeyValuePair<long, byte[]>[] pages;
            long length;
            lock (_gate)
            {
                real = Real();
                if (_realEnd < RandomAccess.GetLength(real))
                {
                    RandomAccess.SetLength(real, _realEnd);
                }

                (_flushing, _dirty) = (_dirty, _flushing);
                pages = [.. _flushing.OrderBy(p => p.Key)];
                length = _length;
                _realEnd = length;
            }

            foreach ((long page, byte[] bytes) in pages)
            {
                int count = (int)Math.Clamp(length - (page * PageSize), 0, PageSize);
                RandomAccess.Write(real, bytes.AsSpan(0, count), page * PageSize);
            }

            RandomAccess.SetLength(real, length);
            RandomAccess.FlushToDisk(real);
            lock (_gate)
            {
                _flushing.Clear();
            }
        }
    }

    /// <summary>Closes the real file, when nobody can reach it by a name any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _real?.Dispose();
        }
    }

    /// <inheritdoc/>
    public override void DeleteReal()
    {
        File.Delete(RealPath);
        Close();
    }

    private static void Forget(Dictionary<long, byte[]> pages, long length)
    {
        foreach (long page in pages.Keys.Where(p => p * PageSize >= length).ToArray())
        {
            pages.Remove(page);
        }
    }

    private static void Overlay(byte[] page, long pageStart, long offset, Span<byte> buffer)
    {
        long from = Math.Max(pageStart, offset);
        long to = Math.Min(pageStart + PageSize, offset + buffer.Length);
        page.AsSpan((int)(from - pageStart), (int)(to - from)).CopyTo(buffer[(int)(from - offset)..]);
    }

    private static int ReadFully(SafeFileHandle file, long offset, Span<byte> buffer)
    {
        int total = 0;
        while (total < buffer.Length && RandomAccess.Read(file, buffer[total..], offset + total) is > 0 and var read)
        {
            total += read;
        }

        return total;
    }

    private byte[] DirtyPage(long number)
    {
        if (!_dirty.TryGetValue(number, out byte[]? page))
        {
            page = new byte[PageSize];
            if (_flushing.TryGetValue(number, out byte[]? underway))
            {
                underway.CopyTo(page, 0);
            }
            else if (number * PageSize < _realEnd)
            {
                ReadFully(Real(), number * PageSize, page.AsSpan(0, (int)Math.Min(PageSize, _realEnd - (number * PageSize))));
            }

            _dirty[number] = page;
        }

        return page;
    }

    private SafeFileHandle Real()
    {
        if (_real is null)
        {
            _real = File.OpenHandle(RealPath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            _length = RandomAccess.GetLength(_real);
            _realEnd = _length;
        }

        return _real;
    }
}
