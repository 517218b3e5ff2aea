using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>The segments of a log that may be cleaned: sealed, and all that is in them is settled and old enough.</summary>
/// <param name="Segments">From the first one of the log on.</param>
/// <param name="FirstDirty">The offset from which on records were not compared with what is before them.</param>
internal sealed record CompactionRange(IReadOnlyList<LogSegment> Segments, Offset FirstDirty)
{
    private const int WindowBytes = 4 * 1024;

    /// <summary>The first segment with records that are not cleaned; the number of segments when there is none.</summary>
    public int FirstDirtySegment
    {
        get
        {
            int first = 0;
            while (first < Segments.Count && IsClean(Segments[first]))
            {
                first++;
            }

            return first;
        }
    }

    /// <summary>Finds it.</summary>
    /// <param name="segments">All segments of the log; the last one is active.</param>
    /// <param name="minLag">How old the newest record of a segment must be.</param>
    /// <param name="commit">The last entry that is committed.</param>
    /// <param name="stable">The last stable offset: below it no transaction is open.</param>
    /// <param name="nowMs">The time by which records are aged.</param>
    public static CompactionRange Of(LogSegment[] segments, TimeSpan minLag, LogIndex commit, Offset stable, long nowMs)
    {
        int count = 0;
        while (count < segments.Length - 1 && segments[count].LastIndex <= commit && segments[count].NextOffset <= stable
            && (IsClean(segments[count]) || IsOldEnough(segments[count], minLag, nowMs)))
        {
            count++;
        }

        return new CompactionRange(segments[..count], FirstDirtyOf(segments));
    }

    public CompactionNeed Measure(TimeSpan maxLag, long nowMs)
    {
        int dirty = FirstDirtySegment;
        long cleanBytes = 0;
        long dirtyBytes = 0;
        for (int i = 0; i < Segments.Count; i++)
        {
            if (i < dirty)
            {
                cleanBytes += Segments[i].AppendPosition;
            }
            else
            {
                dirtyBytes += Segments[i].AppendPosition;
            }
        }

        bool isOverdue = dirty < Segments.Count && maxLag != TimeSpan.MaxValue
            && FirstTimestamp(Segments[dirty]) is { } first && first < nowMs - maxLag.TotalMilliseconds;
        return new CompactionNeed(cleanBytes, dirtyBytes, isOverdue);
    }

    private static bool IsClean(LogSegment segment) => segment.Header.Cleaned is { } cleaned && cleaned.CleanBelow >= cleaned.NextOffset;

    private static bool IsOldEnough(LogSegment segment, TimeSpan minLag, long nowMs) =>
        minLag <= TimeSpan.Zero || segment.MaxTimestampMs <= nowMs - minLag.TotalMilliseconds;

    // A compaction that was given up has cleaned the first segments only: each header speaks for its own segment and those before it.
    private static Offset FirstDirtyOf(LogSegment[] segments)
    {
        Offset first = segments[0].FirstOffset;
        foreach (LogSegment segment in segments)
        {
            if (segment.Header.Cleaned is not { } cleaned)
            {
                break;
            }

            first = cleaned.CleanBelow;
            if (!IsClean(segment))
            {
                break;
            }
        }

        return first;
    }

    // Null when the segment has no records that are not cleaned, or is gone.
    private long? FirstTimestamp(LogSegment segment)
    {
        if (segment.File.TryLease() is not { } lease)
        {
            return null;
        }

        using (lease)
        {
            using SegmentWalker walker = segment.Walk(lease.File, segment.Index.Floor(FirstDirty), WindowBytes);
            while (walker.MoveNext())
            {
                if (walker.Current.MaxTimestampMs != FrameInfo.NoTimestamp && walker.Current.NextOffset > FirstDirty)
                {
                    return walker.Current.MaxTimestampMs;
                }
            }

            return null;
        }
    }
}
