namespace RaftLog.Storage;

/// <summary>
/// The contents of a file in memory: pages as they are now and, when the disk remembers flushes, as of the last flush. Thread-safe.
/// </summary>
internal sealed class InMemoryContent(InMemoryDisk disk)
{
    // Little: most files are, and a disk of a simulation holds hundreds of them, twice.
    private const int PageSize = 4 * 1024;

    /// <summary>What a disk writes as a whole: after a power loss a sector is old or new, never a mixture.</summary>
    private const int SectorSize = 512;

    private readonly Lock _gate = new();
    private readonly List<byte[]> _pages = [];
    private readonly List<byte[]> _durablePages = [];
    private readonly HashSet<int> _dirty = [];
    private long _length;
    private long _durableLength;

    public long Length
    {
        get
        {
            lock (_gate)
            {
                return _length;
            }
        }
    }

    public int Read(long offset, Span<byte> buffer)
    {
        lock (_gate)
        {
            int total = (int)Math.Clamp(_length - offset, 0, buffer.Length);
            for (int done = 0; done < total;)
            {
                (int page, int start) = Locate(offset + done);
                int count = Math.Min(total - done, PageSize - start);
                _pages[page].AsSpan(start, count).CopyTo(buffer[done..]);
                done += count;
            }

            return total;
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes, string path)
    {
        lock (_gate)
        {
            while (bytes.Length > 0)
            {
                (int page, int start) = Locate(offset);
                int count = Math.Min(bytes.Length, PageSize - start);
                GrowTo(page + 1, path);
                bytes[..count].CopyTo(_pages[page].AsSpan(start));
                _dirty.Add(page);
                bytes = bytes[count..];
                offset += count;
                _length = Math.Max(_length, offset);
            }
        }
    }

    public void SetLength(long length, string path)
    {
        lock (_gate)
        {
            int pages = PagesFor(length);
            GrowTo(pages, path);
            DropPages(pages);

            // What a later extension uncovers must read as zeros.
            if (length < _length && length % PageSize != 0)
            {
                _pages[pages - 1].AsSpan((int)(length % PageSize)).Clear();
                _dirty.Add(pages - 1);
            }

            _length = length;
        }
    }

    public void Flush()
    {
        if (!disk.RemembersFlushes)
        {
            return;
        }

        lock (_gate)
        {
            Copy(_pages, _durablePages, _dirty);
            _durableLength = _length;
            _dirty.Clear();
        }
    }

    public void LosePower(Random? tearing)
    {
        lock (_gate)
        {
            if (tearing is not null)
            {
                Tear(tearing);
            }

            // Pages that were dropped and not flushed come back whole; GrowTo must not refuse them for lack of space.
            DropPages(0);
            foreach (byte[] page in _durablePages)
            {
                disk.TryAllocate(PageSize);
                _pages.Add((byte[])page.Clone());
            }

            _length = _durableLength;
            _dirty.Clear();
        }
    }

    public void Free()
    {
        lock (_gate)
        {
            // An open handle may still read, so only the account is settled here; the pages go with the last handle.
            disk.Free(_pages.Count * PageSize);
        }
    }

    // Lets some of the unflushed sectors, and perhaps the new length, reach the disk after all.
    private void Tear(Random random)
    {
        long length = random.Next(3) switch
        {
            0 => _durableLength,
            1 => _length,
            _ => random.NextInt64(Math.Min(_length, _durableLength), Math.Max(_length, _durableLength) + 1),
        };
        while (_durablePages.Count < PagesFor(length))
        {
            _durablePages.Add(new byte[PageSize]);
        }

        foreach (int page in _dirty.Order())
        {
            for (int start = 0; start < PageSize && page < Math.Min(_durablePages.Count, _pages.Count); start += SectorSize)
            {
                if (random.Next(2) == 0)
                {
                    _pages[page].AsSpan(start, SectorSize).CopyTo(_durablePages[page].AsSpan(start));
                }
            }
        }

        _durablePages.RemoveRange(PagesFor(length), _durablePages.Count - PagesFor(length));
        if (length % PageSize != 0)
        {
            _durablePages[^1].AsSpan((int)(length % PageSize)).Clear();
        }

        _durableLength = length;
    }

    private static void Copy(List<byte[]> source, List<byte[]> target, HashSet<int> changed)
    {
        if (target.Count > source.Count)
        {
            target.RemoveRange(source.Count, target.Count - source.Count);
        }

        while (target.Count < source.Count)
        {
            changed.Add(target.Count);
            target.Add(new byte[PageSize]);
        }

        foreach (int page in changed)
        {
            if (page < source.Count)
            {
                source[page].CopyTo(target[page], 0);
            }
        }
    }

    private static int PagesFor(long length) => (int)((length + PageSize - 1) / PageSize);

    private static (int Page, int Start) Locate(long offset) => ((int)(offset / PageSize), (int)(offset % PageSize));

    private void GrowTo(int pages, string path)
    {
        while (_pages.Count < pages)
        {
            if (!disk.TryAllocate(PageSize))
            {
                throw new IOException($"No space left on device: '{path}'.");
            }

            _dirty.Add(_pages.Count);
            _pages.Add(new byte[PageSize]);
        }
    }

    private void DropPages(int keep)
    {
        if (_pages.Count > keep)
        {
            disk.Free((_pages.Count - keep) * PageSize);
            _pages.RemoveRange(keep, _pages.Count - keep);
        }
    }
}
