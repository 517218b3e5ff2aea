using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The newest frames of one log in memory, as they came from the network. The writer adds and truncates; any thread looks up without a lock,
/// for the list of chunks is replaced and never changed.
/// </summary>
internal sealed class TailCache(TailCacheBudget budget)
{
    private const int SmallestChunk = 16;
    private const int LargestChunk = 256;

    // Chunks that hold frames not written yet. Owned by the writer.
    private readonly List<TailChunk> _unwritten = [];

    // Ascending; gaps are what was evicted. Evicted chunks are left out when the list grows.
    private volatile TailChunk[] _chunks = [];

    /// <summary>Adds a frame behind the last one and takes over one reference of its buffer.</summary>
    public void Add(in CachedFrame frame)
    {
        TailChunk[] chunks = _chunks;
        TailChunk? last = chunks.Length > 0 ? chunks[^1] : null;
        if (last is null || !last.TryAdd(frame))
        {
            // An idle log pays for a small chunk only; a busy one seldom copies the list.
            int capacity = last is null || last.IsEvicted ? SmallestChunk : Math.Min(last.Capacity * 2, LargestChunk);
            last = new TailChunk(frame.Info.Header.Index, frame.Info.Header.BaseOffset, capacity, budget);
            bool added = last.TryAdd(frame);
            Invariant.Require(added);
            budget.Register(last);
            _chunks = [.. Live(chunks), last];
        }

        if (_unwritten.Count == 0 || _unwritten[^1] != last)
        {
            _unwritten.Add(last);
        }
    }

    /// <summary>Everything added so far is in the file.</summary>
    public void MarkWritten()
    {
        foreach (TailChunk chunk in _unwritten)
        {
            chunk.MarkWritten();
        }

        _unwritten.Clear();
        budget.Trim();
    }

    public bool TryGet(LogIndex index, out CachedFrame frame)
    {
        TailChunk[] chunks = _chunks;
        int low = 0;
        int high = chunks.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (chunks[middle].FirstIndex <= index)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        frame = default;
        return low > 0 && chunks[low - 1].TryGet(index, out frame);
    }

    public bool TryFind(Offset offset, out CachedFrame frame)
    {
        TailChunk[] chunks = _chunks;
        int low = 0;
        int high = chunks.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (chunks[middle].FirstOffset <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        frame = default;
        return low > 0 && chunks[low - 1].TryFind(offset, out frame);
    }

    /// <summary>Drops the frames from <paramref name="index"/> on; everything is written before.</summary>
    public void TruncateFrom(LogIndex index)
    {
        var kept = new List<TailChunk>();
        foreach (TailChunk chunk in _chunks)
        {
            if (chunk.FirstIndex + chunk.Count <= index)
            {
                kept.Add(chunk);
                continue;
            }

            if (Copy(chunk, chunk.FirstIndex, index) is { } part)
            {
                part.MarkWritten();
                kept.Add(part);
                budget.Register(part);
            }

            // A reader that still has the old list finds it evicted and goes to the file.
            chunk.Evict();
        }

        _chunks = [.. kept];
    }

    /// <summary>Drops the frames up to <paramref name="last"/> (inclusive), which are in a file; what is behind can still be found, also meanwhile.</summary>
    public void DropThrough(LogIndex last)
    {
        var kept = new List<TailChunk>();
        var dropped = new List<TailChunk>();
        foreach (TailChunk chunk in _chunks)
        {
            if (chunk.FirstIndex > last)
            {
                kept.Add(chunk);
                continue;
            }

            dropped.Add(chunk);
            if (Copy(chunk, last.Next(), chunk.FirstIndex + chunk.Count) is { } part)
            {
                kept.Add(part);
                TakeOver(chunk, part);
                budget.Register(part);
            }
        }

        // Before they are evicted: frames that are not written yet are nowhere else.
        _chunks = [.. kept];
        foreach (TailChunk chunk in dropped)
        {
            chunk.Evict();
        }
    }

    public void Clear()
    {
        TailChunk[] chunks = _chunks;
        _chunks = [];
        _unwritten.Clear();
        foreach (TailChunk chunk in chunks)
        {
            chunk.Evict();
        }
    }

    private static IEnumerable<TailChunk> Live(TailChunk[] chunks)
    {
        foreach (TailChunk chunk in chunks)
        {
            if (!chunk.IsEvicted)
            {
                yield return chunk;
            }
        }
    }

    // The part counts as written when the whole did.
    private void TakeOver(TailChunk chunk, TailChunk part)
    {
        int at = _unwritten.IndexOf(chunk);
        if (at < 0)
        {
            part.MarkWritten();
        }
        else
        {
            _unwritten[at] = part;
        }
    }

    // The frames from begin up to end (exclusive). Null when there are none, or another thread evicted the chunk meanwhile.
    private TailChunk? Copy(TailChunk chunk, LogIndex begin, LogIndex end)
    {
        TailChunk? copy = null;
        for (LogIndex i = begin; i < end; i = i.Next())
        {
            if (!chunk.TryGet(i, out CachedFrame frame) || !frame.Buffer.TryAddReference())
            {
                copy?.Evict();
                return null;
            }

            copy ??= new TailChunk(begin, frame.Info.Header.BaseOffset, chunk.Capacity, budget);
            copy.TryAdd(frame);
        }

        return copy;
    }
}
