using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The sparse index of a segment in memory. One writer adds at the end; any thread searches without a lock. Nothing is ever removed: a
/// truncated segment gets a new index.
/// </summary>
internal sealed class SegmentIndex
{
    // Entries below _count never change. An array is replaced by a longer copy before _count passes its length.
    private IndexEntry[] _entries = new IndexEntry[4];
    private int _count;

    /// <summary>An index with the one entry that needs no file: the first frame.</summary>
    public SegmentIndex(LogIndex firstIndex, Offset firstOffset) =>
        Add(new IndexEntry(firstIndex, firstOffset, SegmentHeader.Size, FrameInfo.NoTimestamp));

    public IndexEntry Last => Entries[^1];

    private ReadOnlySpan<IndexEntry> Entries
    {
        get
        {
            int count = Volatile.Read(ref _count);
            return Volatile.Read(ref _entries).AsSpan(0, count);
        }
    }

    /// <summary>The largest timestamp of the records before the first signpost behind the segment's beginning; null while there is none.</summary>
    public long? EarliestTimestamp => Entries is [_, var first, ..] ? first.MaxTimestampBefore : null;

    public void Add(in IndexEntry entry)
    {
        if (_count == _entries.Length)
        {
            IndexEntry[] longer = new IndexEntry[_entries.Length * 2];
            _entries.CopyTo(longer, 0);
            Volatile.Write(ref _entries, longer);
        }

        _entries[_count] = entry;
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>The last entry at or before <paramref name="index"/>.</summary>
    public IndexEntry Floor(LogIndex index)
    {
        ReadOnlySpan<IndexEntry> entries = Entries;
        int low = 1;
        int high = entries.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = entries[middle].Index <= index ? (middle + 1, high) : (low, middle);
        }

        return entries[low - 1];
    }

    /// <summary>The last entry at or before the frame that holds <paramref name="offset"/>.</summary>
    public IndexEntry Floor(Offset offset)
    {
        ReadOnlySpan<IndexEntry> entries = Entries;
        int low = 1;
        int high = entries.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = entries[middle].Offset <= offset ? (middle + 1, high) : (low, middle);
        }

        return entries[low - 1];
    }

    /// <summary>The last entry before which every record is older than <paramref name="timestampMs"/>.</summary>
    public IndexEntry FloorForTimestamp(long timestampMs)
    {
        ReadOnlySpan<IndexEntry> entries = Entries;
        int low = 1;
        int high = entries.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = entries[middle].MaxTimestampBefore < timestampMs ? (middle + 1, high) : (low, middle);
        }

        return entries[low - 1];
    }

    /// <summary>The last entry whose frame begins at most <paramref name="bytes"/> behind <paramref name="position"/>.</summary>
    public IndexEntry FloorWithin(long position, long bytes)
    {
        ReadOnlySpan<IndexEntry> entries = Entries;
        int low = 1;
        int high = entries.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = entries[middle].Position - position <= bytes ? (middle + 1, high) : (low, middle);
        }

        return entries[low - 1];
    }
}
