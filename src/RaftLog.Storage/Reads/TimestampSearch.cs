using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>Finds records by time, from any thread: segments by their largest timestamp, then the sparse index, then batches, then records.</summary>
internal sealed class TimestampSearch(PartitionLog log)
{
    private const int WindowBytes = 64 * 1024;

    /// <summary>The first record below a limit that is not older than a time.</summary>
    public TimestampOffset? First(long timestampMs, Offset limit)
    {
        foreach (LogSegment segment in log.Segments)
        {
            if (segment.FirstOffset >= limit)
            {
                break;
            }

            if (segment.MaxTimestampMs >= timestampMs && FirstIn(segment, timestampMs, limit) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The first record below a limit that has the largest timestamp of all below it.</summary>
    public TimestampOffset? Largest(Offset limit)
    {
        long largest = FrameInfo.NoTimestamp;
        foreach (LogSegment segment in log.Segments)
        {
            if (segment.FirstOffset < limit && segment.MaxTimestampMs > largest)
            {
                largest = Math.Max(largest, segment.NextOffset <= limit ? segment.MaxTimestampMs : LargestBelow(segment, limit));
            }
        }

        return largest == FrameInfo.NoTimestamp ? null : First(largest, limit);
    }

    private static TimestampOffset? FirstIn(LogSegment segment, long timestampMs, Offset limit)
    {
        if (segment.File.TryLease() is not { } lease)
        {
            return null;
        }

        using (lease)
        {
            using SegmentWalker walker = segment.Walk(lease.File, segment.Index.FloorForTimestamp(timestampMs), WindowBytes);
            while (walker.MoveNext() && walker.Current.NextOffset <= limit)
            {
                if (walker.Current.MaxTimestampMs >= timestampMs && FirstIn(walker, timestampMs) is { } found)
                {
                    return found;
                }
            }

            RequireSound(segment, walker);
            return null;
        }
    }

    private static TimestampOffset? FirstIn(SegmentWalker walker, long timestampMs)
    {
        FrameHeader frame = walker.Current.Header;
        try
        {
            using RecordReader records = RecordReader.Open(walker.LoadFrame()[FrameHeader.Size..]);
            while (records.TryRead(out Record record))
            {
                if (record.TimestampMs >= timestampMs)
                {
                    return new TimestampOffset(record.TimestampMs, frame.BaseOffset + record.OffsetDelta, frame.Term);
                }
            }

            return null;
        }
        catch (InvalidRecordBatchException)
        {
            // Its codec's library is missing here, or the producer sent rubbish inside: the batch is as near as one gets.
            return new TimestampOffset(walker.Current.MaxTimestampMs, frame.BaseOffset, frame.Term);
        }
    }

    private static long LargestBelow(LogSegment segment, Offset limit)
    {
        IndexEntry floor = segment.Index.Floor(limit);
        long largest = floor.MaxTimestampBefore;
        if (segment.File.TryLease() is { } lease)
        {
            using (lease)
            {
                using SegmentWalker walker = segment.Walk(lease.File, floor, WindowBytes);
                while (walker.MoveNext() && walker.Current.NextOffset <= limit)
                {
                    largest = Math.Max(largest, walker.Current.MaxTimestampMs);
                }

                RequireSound(segment, walker);
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
