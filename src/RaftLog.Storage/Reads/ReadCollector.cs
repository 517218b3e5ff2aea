using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>Decides frame by frame what a read takes, wherever the frames come from.</summary>
internal struct ReadCollector
{
    private readonly LogSlices _into;
    private readonly bool _batchesOnly;
    private readonly bool _readsCleaned;
    private readonly Offset _limit;
    private readonly LogIndex _last;
    private readonly int _maxBytes;
    private readonly bool _atLeastOne;

    private ReadCollector(LogSlices into, bool batchesOnly, bool readsCleaned, LogIndex next, LogIndex last, Offset limit, int maxBytes, bool atLeastOne)
    {
        _into = into;
        _batchesOnly = batchesOnly;
        _readsCleaned = readsCleaned;
        _last = last;
        _limit = limit;
        _maxBytes = maxBytes;
        _atLeastOne = atLeastOne;
        Next = next;
    }

    /// <summary>The index of the frame that the read needs next.</summary>
    public LogIndex Next { get; private set; }

    /// <summary>
    /// Whether cleaned segments are read, holes passed over. If not, the read is about the entries as they were appended, and ends where compaction
    /// has been: what it left is nothing that a follower may append.
    /// </summary>
    public readonly bool ReadsCleaned => _readsCleaned;

    /// <summary>The offset behind the last batch taken; null when none was.</summary>
    public Offset? NextOffset { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>How many of <see cref="Bytes"/> came from a file.</summary>
    public long FileBytes { get; set; }

    /// <summary>Whether nothing more is wanted.</summary>
    public bool IsDone { get; private set; }

    /// <summary>How many bytes may still be of use: what to read ahead.</summary>
    public readonly int BytesWanted => (int)Math.Max(_maxBytes - Bytes, 0);

    public static ReadCollector ForFrames(LogSlices into, LogIndex first, LogIndex last, int maxBytes, bool readsCleaned) =>
        new(into, batchesOnly: false, readsCleaned, first, last, new Offset(long.MaxValue), maxBytes, atLeastOne: true) { IsDone = first > last };

    public static ReadCollector ForBatches(LogSlices into, LogIndex first, LogIndex last, Offset limit, int maxBytes, bool atLeastOne) =>
        new(into, batchesOnly: true, readsCleaned: true, first, last, limit, maxBytes, atLeastOne) { IsDone = first > last };

    /// <summary>Whether the frame, which must be the next one, is wanted. When it is, <see cref="Take"/> follows.</summary>
    public bool Wants(in FrameInfo frame)
    {
        // A reader that came from the cache, or from before the cleaning, may stand within a hole.
        Invariant.Require(frame.Header.Index == Next || (frame.IsHole && frame.Header.Index < Next));
        if (frame.IsHole || (_batchesOnly && frame.Header.Kind != EntryKind.Data))
        {
            Advance(frame.LastIndex);
            return false;
        }

        int length = _batchesOnly ? frame.Header.PayloadLength : frame.Header.Length;
        bool fits = Bytes + length <= _maxBytes || (_atLeastOne && Bytes == 0);
        IsDone = !fits || (_batchesOnly && frame.NextOffset > _limit);
        return !IsDone;
    }

    /// <summary>Adds the frame that begins at <paramref name="start"/> of a buffer, and one reference of that.</summary>
    public void Take(in FrameInfo frame, PooledBuffer buffer, int start)
    {
        int skipped = _batchesOnly ? FrameHeader.Size : 0;
        int length = frame.Header.Length - skipped;
        _into.Add(buffer, start + skipped, length);
        Bytes += length;
        NextOffset = frame.NextOffset;
        Advance(frame.LastIndex);

        // What lies behind the limit is not even looked at: the writer may be cutting it off and writing over it at this moment.
        IsDone |= frame.NextOffset >= _limit || Bytes >= _maxBytes;
    }

    /// <summary>Ends the read here.</summary>
    public void Stop() => IsDone = true;

    private void Advance(LogIndex passed)
    {
        Next = passed.Next();
        IsDone |= Next > _last;
    }
}
