namespace RaftLog.Chaos.History;

/// <summary>A partition as it was read back at the end of a run.</summary>
internal sealed class PartitionLog(int partition)
{
    private RecordId[] _records = new RecordId[1024];
    private long _boundsEnd = -1;

    public int Partition => partition;

    /// <summary>The first offset that is there.</summary>
    public long Start { get; private set; }

    /// <summary>The offset after the last one that was read.</summary>
    public long ReadEnd { get; private set; }

    /// <summary>Whether everything was read that the partition was said to hold; what lies beyond is not in the log for certain.</summary>
    public bool IsComplete => _boundsEnd >= 0 && ReadEnd >= _boundsEnd;

    public string Missing => _boundsEnd < 0
        ? $"partition {partition} was not read back"
        : $"partition {partition} was read back to offset {ReadEnd} of {_boundsEnd} only";

    public void SetBounds(long start, long end)
    {
        Start = start;
        ReadEnd = Math.Max(ReadEnd, start);
        _boundsEnd = end;
    }

    /// <summary>The record at an offset; none outside of what was read, and where the log has a hole.</summary>
    public RecordId this[long offset] => offset >= Start && offset < ReadEnd ? _records[offset - Start] : RecordId.None;

    /// <summary>Adds a record that was read; returns what was read there before, none at the first time.</summary>
    public RecordId Add(long offset, RecordId id)
    {
        long index = offset - Start;
        if (index < 0)
        {
            return RecordId.None;
        }

        if (index >= _records.Length)
        {
            Array.Resize(ref _records, checked((int)Math.Max(index + 1, 2L * _records.Length)));
        }

        RecordId before = _records[index];
        if (before.IsNone)
        {
            _records[index] = id;
            ReadEnd = Math.Max(ReadEnd, offset + 1);
        }

        return before;
    }
}
