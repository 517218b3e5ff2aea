using System.Collections;

namespace RaftLog.Chaos.History;

/// <summary>A set of offsets of one partition, a bit each.</summary>
internal sealed class OffsetSet
{
    private readonly BitArray _bits = new(1024);

    public void Add(long offset, int count)
    {
        int end = checked((int)(offset + count));
        if (end > _bits.Length)
        {
            _bits.Length = Math.Max(end, 2 * _bits.Length);
        }

        for (int i = (int)offset; i < end; i++)
        {
            _bits[i] = true;
        }
    }

    public bool Contains(long offset) => offset < _bits.Length && _bits[(int)offset];
}
