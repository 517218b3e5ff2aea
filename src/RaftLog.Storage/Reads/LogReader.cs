using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Reads of one log: from the tail cache, and from the files what that no longer holds. Any thread; no lock is held while a file is read.
/// </summary>
internal sealed class LogReader(PartitionLog log, TailCache tail)
{
    private const int SmallWindowBytes = 32 * 1024;
    private const int LargeWindowBytes = 1024 * 1024;

    public FrameRange ReadFrames(LogIndex from, LogIndex last, int maxBytes, bool readsCleaned, LogSlices into)
    {
        LogIndex end = log.LastIndex;
        ReadStatus status = from < log.FirstIndex ? ReadStatus.BelowStart : from > end.Next() ? ReadStatus.AboveEnd : ReadStatus.Ok;
        if (status != ReadStatus.Ok)
        {
            return new FrameRange(status, from, from.Previous(), 0);
        }

        ReadCollector collector = ReadCollector.ForFrames(into, from, last < end ? last : end, maxBytes, readsCleaned);
        status = Collect(ref collector);
        return new FrameRange(status, from, collector.Next.Previous(), collector.Bytes);
    }

    public BatchRange ReadBatches(Offset from, Offset limit, int maxBytes, bool atLeastOne, LogSlices into)
    {
        Offset end = log.LogEndOffset;
        ReadStatus status = from < log.LogStartOffset ? ReadStatus.BelowStart : from > end ? ReadStatus.AboveEnd : ReadStatus.Ok;
        if (status != ReadStatus.Ok || from >= limit || from == end)
        {
            return new BatchRange(status, from, 0);
        }

        if (IndexOf(from) is not { } first)
        {
            // The log lost its beginning, or what could still be truncated, since the checks above.
            return new BatchRange(from < log.LogStartOffset ? ReadStatus.BelowStart : ReadStatus.AboveEnd, from, 0);
        }

        ReadCollector collector = ReadCollector.ForBatches(into, first, log.LastIndex, limit, maxBytes, atLeastOne);
        status = Collect(ref collector);
        return new BatchRange(status, collector.NextOffset ?? from, collector.Bytes, collector.FileBytes);
    }

    public Offset EndOffsetAt(LogIndex index)
    {
        if (index == log.LastIndex)
        {
            return log.LogEndOffset;
        }

        if (tail.TryGet(index, out CachedFrame frame))
        {
            return frame.Info.NextOffset;
        }

        if (index == log.FirstIndex.Previous())
        {
            return log.FirstOffset;
        }

        return index >= log.FirstIndex && index < log.LastIndex
            ? Locate(index, out _).Info.NextOffset
            : throw new ArgumentOutOfRangeException(nameof(index), index, $"The log holds {log.FirstIndex} to {log.LastIndex}.");
    }

    public LogIndex LastIndexWithin(LogIndex from, int maxBytes, out long bytes)
    {
        bytes = 0;
        if (from <= log.CleanedUpTo)
        {
            return from.Previous();
        }

        LogIndex last = from;
        for (LogIndex i = from; i <= log.LastIndex && tail.TryGet(i, out CachedFrame frame); i = i.Next())
        {
            if (bytes > 0 && bytes + frame.Info.Header.Length > maxBytes)
            {
                return last;
            }

            bytes += frame.Info.Header.Length;
            last = i;
        }

        return bytes > 0 ? last : LastOnDiskWithin(from, maxBytes, out bytes);
    }

    /// <summary>Where a frame begins in its segment, and which segment that is. For the writer.</summary>
    public long PositionOf(LogIndex index, out int segment) => Locate(index, out segment).Position;

    // A frame that was evicted can be read from the file: eviction comes after the write. So the loop always gets on.
    private ReadStatus Collect(ref ReadCollector collector)
    {
        while (!collector.IsDone)
        {
            if (!CollectCached(ref collector) && !collector.IsDone && !CollectFromFile(ref collector))
            {
                // Its segment went away under the reader: dropped by retention, or the log was closed.
                ObjectDisposedException.ThrowIf(log.IsDisposed, log);
                if (collector.Next < log.FirstIndex)
                {
                    return collector.Bytes > 0 ? ReadStatus.Ok : ReadStatus.BelowStart;
                }

                if (collector.Next > log.LastIndex)
                {
                    return ReadStatus.Ok;
                }
            }
        }

        return ReadStatus.Ok;
    }

    private bool CollectCached(ref ReadCollector collector)
    {
        bool any = false;
        while (!collector.IsDone && tail.TryGet(collector.Next, out CachedFrame frame))
        {
            if (collector.Wants(frame.Info))
            {
                if (!frame.Buffer.TryAddReference())
                {
                    return any;
                }

                collector.Take(frame.Info, frame.Buffer, frame.Start);
            }

            any = true;
        }

        return any;
    }

    private bool CollectFromFile(ref ReadCollector collector)
    {
        LogSegment segment = SegmentOf(collector.Next, out _);
        if (segment.FirstIndex > collector.Next)
        {
            return false; // What came before was dropped since the reader looked where the log begins.
        }

        if (segment.IsCleaned && !collector.ReadsCleaned)
        {
            collector.Stop();
            return true;
        }

        if (segment.File.TryLease() is not { } lease)
        {
            return false;
        }

        using (lease)
        {
            int window = Math.Clamp(collector.BytesWanted, SmallWindowBytes, LargeWindowBytes);
            using SegmentWalker walker = segment.Walk(lease.File, segment.Index.Floor(collector.Next), window);
            bool any = false;
            long before = collector.Bytes;
            while (!collector.IsDone && walker.MoveNext())
            {
                if (walker.Current.LastIndex < collector.Next)
                {
                    continue;
                }

                any = true;
                if (collector.Wants(walker.Current))
                {
                    Verify(segment, walker);
                    (PooledBuffer buffer, int start) = walker.ShareFrame();
                    collector.Take(walker.Current, buffer, start);
                }
            }

            collector.FileBytes += collector.Bytes - before;
            RequireSound(segment, walker);
            return any;
        }
    }

    // What the disk gives back may not be what was written. A frame that is not whole is for nobody: a follower would refuse it, but a
    // consumer might not look.
    private static void Verify(LogSegment segment, SegmentWalker walker)
    {
        FrameProblem problem = walker.CheckFrame();
        if (problem != FrameProblem.None)
        {
            throw new LogCorruptException(segment.Path, walker.Position, $"{problem} in the frame of index {walker.Current.Header.Index.Value}.");
        }
    }

    private static void RequireSound(LogSegment segment, SegmentWalker walker)
    {
        if (walker.Problem != FrameProblem.None)
        {
            throw new LogCorruptException(segment.Path, walker.NextPosition, $"{walker.Problem}.");
        }
    }

    private LogSegment SegmentOf(LogIndex index, out int number)
    {
        LogSegment[] segments = log.Segments;
        number = segments.Length - 1;
        while (number > 0 && segments[number].FirstIndex > index)
        {
            number--;
        }

        return segments[number];
    }

    // The index of the frame that holds an offset; null when it was dropped meanwhile.
    private LogIndex? IndexOf(Offset offset)
    {
        while (true)
        {
            if (tail.TryFind(offset, out CachedFrame cached))
            {
                return cached.Info.Header.Index;
            }

            LogSegment[] segments = log.Segments;
            int number = segments.Length - 1;
            while (number > 0 && segments[number].FirstOffset > offset)
            {
                number--;
            }

            LogSegment segment = segments[number];
            if (offset < segment.FirstOffset || offset >= log.LogEndOffset)
            {
                return null;
            }

            IndexEntry floor = segment.Index.Floor(offset);
            if (floor.Offset == offset)
            {
                return floor.Index; // Large batches have a signpost each: nothing needs to be read to find one.
            }

            if (Find(segment, floor, frame => frame.NextOffset > offset) is { } found)
            {
                return found.Info.Header.Index;
            }

            ObjectDisposedException.ThrowIf(log.IsDisposed, log);
        }
    }

    private Located Locate(LogIndex index, out int number)
    {
        LogSegment segment = SegmentOf(index, out number);
        return Find(segment, segment.Index.Floor(index), frame => frame.LastIndex >= index)
            ?? throw new LogCorruptException(segment.Path, segment.WrittenLength, $"the file ends before index {index.Value}.");
    }

    // Null when the segment does not have it, or is gone.
    private static Located? Find(LogSegment segment, in IndexEntry from, Func<FrameInfo, bool> isWanted)
    {
        if (segment.File.TryLease() is not { } lease)
        {
            return null;
        }

        using (lease)
        {
            using SegmentWalker walker = segment.Walk(lease.File, from, SmallWindowBytes);
            while (walker.MoveNext())
            {
                if (isWanted(walker.Current))
                {
                    return new Located(walker.Current, walker.Position);
                }
            }

            RequireSound(segment, walker);
            return null;
        }
    }

    // From signpost to signpost, because reading frames only to measure them would read everything twice.
    private LogIndex LastOnDiskWithin(LogIndex from, int maxBytes, out long bytes)
    {
        LogSegment segment = SegmentOf(from, out _);
        IndexEntry floor = segment.Index.Floor(from);
        IndexEntry behind = segment.Index.FloorWithin(floor.Position, maxBytes);
        if (behind.Index > from)
        {
            bytes = behind.Position - floor.Position;
            return behind.Index.Previous();
        }

        bytes = Locate(from, out _).Info.Header.Length;
        return from;
    }

    private readonly record struct Located(FrameInfo Info, long Position);
}
