using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Some consecutive frames of one log in the tail cache, evicted together. The log's writer appends; any thread reads without a lock; the
/// thread whose append exceeds the budget evicts. A frame, once published, never changes.
/// </summary>
internal sealed class TailChunk(LogIndex firstIndex, Offset firstOffset, int capacity, TailCacheBudget budget)
{
    private const int MaxBytes = 1024 * 1024;

    // Serializes adding with eviction, which may come from another log's thread. Readers do without: see TryGet.
    private readonly Lock _gate = new();

    private CachedFrame[] _frames = new CachedFrame[capacity];
    private int _count;
    private long _bytes;
    private bool _evicted;
    private bool _unwritten;
    private bool _touched;

    public LogIndex FirstIndex => firstIndex;

    public Offset FirstOffset => firstOffset;

    public int Capacity => capacity;

    /// <summary>The number of frames ever added; stays when they are evicted.</summary>
    public int Count => Volatile.Read(ref _count);

    public bool IsEvicted => Volatile.Read(ref _evicted);

    /// <summary>Adds the next frame and one reference of its buffer; false when the chunk is full or evicted.</summary>
    public bool TryAdd(in CachedFrame frame)
    {
        lock (_gate)
        {
            if (_evicted || _count == _frames.Length || _bytes >= MaxBytes)
            {
                return false;
            }

            Invariant.Require(frame.Info.Header.Index == firstIndex + _count);
            _frames[_count] = frame;
            _bytes += frame.Info.Header.Length;
            _unwritten = true;
            _touched = true;
            budget.Charge(frame.Info.Header.Length);
            Volatile.Write(ref _count, _count + 1);
            return true;
        }
    }

    /// <summary>The frame at <paramref name="index"/>, without a reference: take one by <see cref="PooledBuffer.TryAddReference"/>, which may fail.</summary>
    public bool TryGet(LogIndex index, out CachedFrame frame)
    {
        // The count before the frames: eviction swaps the array for an empty one, and then the length says so.
        int count = Count;
        CachedFrame[] frames = Volatile.Read(ref _frames);
        long i = index - firstIndex;
        if (i < 0 || i >= count || i >= frames.Length)
        {
            frame = default;
            return false;
        }

        frame = frames[i];
        return true;
    }

    /// <summary>The frame whose records contain <paramref name="offset"/>.</summary>
    public bool TryFind(Offset offset, out CachedFrame frame)
    {
        int count = Count;
        CachedFrame[] frames = Volatile.Read(ref _frames);
        int low = 0;
        int high = Math.Min(count, frames.Length);
        int end = high;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (frames[middle].Info.NextOffset <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        bool found = low < end && frames[low].Info.Header.BaseOffset <= offset;
        frame = found ? frames[low] : default;
        return found;
    }

    /// <summary>Lets the chunk be evicted from now on: all its frames can be read from the file.</summary>
    public void MarkWritten()
    {
        lock (_gate)
        {
            _unwritten = false;
        }
    }

    /// <summary>
    /// Releases all frames, except when some are not written yet, or when the chunk grew since it was last asked: a slow log's newest frames
    /// are not given up for a fast log's flood before their readers had a chance.
    /// </summary>
    public bool TryEvict()
    {
        lock (_gate)
        {
            bool secondChance = _touched && _count < _frames.Length;
            _touched = false;
            if (!_evicted && (_unwritten || secondChance))
            {
                return false;
            }

            ReleaseAll();
            return true;
        }
    }

    /// <summary>Releases all frames in any case: the log is closed or truncated.</summary>
    public void Evict()
    {
        lock (_gate)
        {
            ReleaseAll();
        }
    }

    private void ReleaseAll()
    {
        if (_evicted)
        {
            return;
        }

        Volatile.Write(ref _evicted, true);
        CachedFrame[] frames = _frames;
        Volatile.Write(ref _frames, []);
        for (int i = 0; i < _count; i++)
        {
            frames[i].Buffer.Release();
        }

        budget.Discharge(_bytes);
    }
}
