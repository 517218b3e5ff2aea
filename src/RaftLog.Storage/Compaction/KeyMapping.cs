using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>The first half of a compaction: fills the map with the keys of the records that are not cleaned yet, as many as fit.</summary>
internal sealed class KeyMapping : IDisposable
{
    private readonly CompactionRange _range;
    private readonly AbortedRanges _aborted;
    private readonly KeyOffsetMap _map;
    private readonly SourceFrames _frames;
    private readonly BatchRecords _records = new();

    public KeyMapping(CompactionRange range, AbortedRanges aborted, KeyOffsetMap map)
    {
        _range = range;
        _aborted = aborted;
        _map = map;
        int first = range.FirstDirtySegment;
        _frames = new SourceFrames(range.Segments, first);
        map.Begin(range.Segments[^1].NextOffset - range.FirstDirty);
    }

    /// <summary>The offset below which every key is in the map; null until that is known.</summary>
    public Offset? End { get; private set; }

    /// <summary>Whether a segment was retired meanwhile.</summary>
    public bool IsOvertaken { get; private set; }

    /// <summary>Goes on with the next frame, if there is one; returns the bytes read.</summary>
    public int Step()
    {
        if (!_frames.IsOpen)
        {
            if (_frames.NextSegment is null)
            {
                End = _range.Segments[^1].NextOffset;
            }
            else
            {
                IsOvertaken = !_frames.TryOpenNext();
            }

            return 0;
        }

        if (!_frames.MoveNext())
        {
            return 0;
        }

        FrameInfo frame = _frames.Current;
        if (frame.Header.Kind == EntryKind.Data && frame.NextOffset > _range.FirstDirty)
        {
            End = Put(_frames.LoadFrame()[FrameHeader.Size..]);
        }

        return frame.Header.Length;
    }

    public void Dispose()
    {
        _frames.Dispose();
        _records.Dispose();
    }

    // A key counts where its record is certain to be read.
    private bool Counts(in RecordBatchHeader batch) =>
        !batch.IsControl && batch.RecordCount > 0 && !(batch.IsTransactional && _aborted.Contains(batch));

    // The offset of the first record that the map has no room for; null when all went in.
    private Offset? Put(ReadOnlyMemory<byte> batch)
    {
        if (!RecordBatchHeader.TryParse(batch.Span, out RecordBatchHeader header) || !Counts(header))
        {
            return null;
        }

        // The cleaner leaves a batch that cannot be read as it is, and tells.
        if (!_records.TryRead(batch))
        {
            return null;
        }

        foreach (ref readonly Record record in _records.All)
        {
            Offset offset = header.BaseOffset + record.OffsetDelta;
            if (offset >= _range.FirstDirty && record.Key is { } key && !_map.TryPut(key.Span, offset))
            {
                return offset;
            }
        }

        return null;
    }
}
