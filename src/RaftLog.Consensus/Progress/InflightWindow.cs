using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>The appends to one follower that are not acknowledged yet: a ring, bounded in number and bytes.</summary>
internal sealed class InflightWindow(int maxCount, long maxBytes)
{
    private (LogIndex Last, long Bytes)[] _ring = [];
    private int _start;

    /// <summary>How many appends are out.</summary>
    public int Count { get; private set; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether nothing may be sent before something is acknowledged. The last append let in may exceed the bytes.</summary>
    public bool IsFull => Count >= maxCount || Bytes >= maxBytes;

    public void Add(LogIndex last, long bytes)
    {
        Invariant.Require(!IsFull);
        if (Count == _ring.Length)
        {
            Grow();
        }

        _ring[(_start + Count) % _ring.Length] = (last, bytes);
        Count++;
        Bytes += bytes;
    }

    /// <summary>Everything up to <paramref name="index"/> is acknowledged.</summary>
    public void FreeUpTo(LogIndex index)
    {
        while (Count > 0 && _ring[_start].Last <= index)
        {
            Bytes -= _ring[_start].Bytes;
            _start = (_start + 1) % _ring.Length;
            Count--;
        }
    }

    public void Clear()
    {
        _start = 0;
        Count = 0;
        Bytes = 0;
    }

    // From nothing, by doubling: most of a thousand idle groups never have more than one append out.
    private void Grow()
    {
        var larger = new (LogIndex, long)[Math.Min(maxCount, Math.Max(4, _ring.Length * 2))];
        for (int i = 0; i < Count; i++)
        {
            larger[i] = _ring[(_start + i) % _ring.Length];
        }

        _ring = larger;
        _start = 0;
    }
}
