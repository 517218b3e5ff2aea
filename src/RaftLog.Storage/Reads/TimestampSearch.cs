using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>Finds records by time, from any thread: segments by their largest timestamp, then the sparse index, then batches, then records.</summary>
internal sealed class TimestampSearch(PartitionLog log)
{
    private const int WindowBytes = 64 * 1024;

    // What lies below is still in the files, but nobody is told of it any more.
    private readonly Offset _start = log.LogStartOffset;

    // Whether a segment was dropped, or replaced by a cleaned one, before it could be looked at.
    private bool _missedOne;

    /// <summary>The first record below a limit that is not older than a time.</summary>
    public TimestampOffset? First(long timestampMs, Offset limit) => Settled(segments => First(segments, timestampMs, limit));

    /// <summary>The first record with the largest timestamp of all below a limit.</summary>
    public TimestampOffset? Largest(Offset limit) => Settled(segments => Largest(segments, limit));

    // Searches anew when the segments changed under the search, else what now stands in the place of one would be passed over.
    private TimestampOffset? Settled(Func<LogSegment[], TimestampOffset?> search)
    {
        while (true)
        {
            _missedOne = false;
            LogSegment[] segments = log.Segments;
            TimestampOffset? found = search(segments);
            if (!_missedOne || log.IsDisposed || ReferenceEquals(segments, log.Segments))
            {
                return found;
            }
        }
    }

    private TimestampOffset? First(LogSegment[] segments, long timestampMs, Offset limit)
    {
        foreach (LogSegment segment in segments)
        {
            if (segment.FirstOffset >= limit)
            {
                break;
            }

            if (segment.NextOffset > _start && segment.MaxTimestampMs >= timestampMs && FirstIn(segment, timestampMs, limit) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private TimestampOffset? Largest(LogSegment[] segments, Offset limit)
    {
        long largest = FrameInfo.NoTimestamp;
        foreach (LogSegment segment in segments)
        {
            if (segment.FirstOffset < limit && segment.NextOffset > _start && segment.MaxTimestampMs > largest)
            {
                bool isVisible = segment.FirstOffset >= _start && segment.NextOffset <= limit;
                largest = Math.Max(largest, isVisible ? segment.MaxTimestampMs : LargestIn(segment, limit));
            }
        }

        return largest == FrameInfo.NoTimestamp ? null : First(segments, largest, limit);
    }

    private TimestampOffset? FirstIn(LogSegment segment, long timestampMs, Offset limit)
    {
        if (segment.File.TryLease() is not { } lease)
        {
            _missedOne = true;
            return null;
        }

        using (lease)
        {
            using SegmentWalker walker = segment.Walk(lease.File, segment.Index.FloorForTimestamp(timestampMs), WindowBytes);
            while (walker.MoveNext() && walker.Current.NextOffset <= limit)
            {
                if (walker.Current.NextOffset > _start && walker.Current.MaxTimestampMs >= timestampMs && FirstIn(walker, timestampMs) is { } found)
                {
                    return found;
                }
            }

            RequireSound(segment, walker);
            return null;
        }
    }

    private TimestampOffset? FirstIn(SegmentWalker walker, long timestampMs)
    {
        FrameHeader frame = walker.Current.Header;
        try
        {
            using RecordReader records = RecordReader.Open(walker.LoadFrame()[FrameHeader.Size..]);
            while (records.TryRead(out Record record))
            {
                if (record.TimestampMs >= timestampMs && frame.BaseOffset + record.OffsetDelta >= _start)
                {
                    return new TimestampOffset(record.TimestampMs, frame.BaseOffset + record.OffsetDelta, frame.Term);
                }
            }

            return null;
        }
        catch (InvalidRecordBatchException)
        {
            // Its codec's library is missing here, or the producer sent rubbish inside: the batch is as near as one gets.
            Offset near = frame.BaseOffset > _start ? frame.BaseOffset : _start;
            return new TimestampOffset(walker.Current.MaxTimestampMs, near, frame.Term);
        }
    }

    private long LargestIn(LogSegment segment, Offset limit)
    {
        // A signpost behind the log start would tell of what lies before it as well.
        IndexEntry floor = segment.Index.Floor(segment.FirstOffset < _start ? _start : limit);
        long largest = segment.FirstOffset < _start ? FrameInfo.NoTimestamp : floor.MaxTimestampBefore;
        if (segment.File.TryLease() is not { } lease)
        {
            _missedOne = true;
        }
        else
        {
            using (lease)
            {
                using SegmentWalker walker = segment.Walk(lease.File, floor, WindowBytes);
                while (walker.MoveNext() && walker.Current.NextOffset <= limit)
                {
                    if (walker.Current.NextOffset > _start)
                    {
                        largest = Math.Max(largest, LargestIn(walker));
                    }
                }

                RequireSound(segment, walker);
            }
        }

        return largest;
    }

    private long LargestIn(SegmentWalker walker)
    {
        if (walker.Current.Header.BaseOffset >= _start || walker.Current.Header.Kind != EntryKind.Data)
        {
            return walker.Current.MaxTimestampMs;
        }

        // The batch that the log start cuts through.
        long largest = FrameInfo.NoTimestamp;
        using RecordReader records = RecordReader.Open(walker.LoadFrame()[FrameHeader.Size..]);
        while (records.TryRead(out Record record))
        {
            if (walker.Current.Header.BaseOffset + record.OffsetDelta >= _start)
            {
                largest = Math.Max(largest, record.TimestampMs);
            }
        }

        return largest;
    }

    private static void RequireSound(LogSegment segment, SegmentWalker walker)
    {
        if (walker.Problem != FrameProblem.None)
        {
            throw new LogCorruptException(segment.Path, walker.NextPosition, $"{walker.Problem}.");
        }
    }
}
