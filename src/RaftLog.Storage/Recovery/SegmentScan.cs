namespace RaftLog.Storage;

/// <summary>Opens one segment that may have been written last: scans what its index does not vouch for, and cuts a torn tail.</summary>
internal sealed class SegmentScan(StorageContext storage, int indexIntervalBytes, bool findsCommands = true)
{
    private const int WindowBytes = 1024 * 1024;

    private readonly IFileSystem _fileSystem = storage.FileSystem;

    /// <summary>Whether the last <see cref="Open"/> has cut anything but zeros.</summary>
    public bool WasTorn { get; private set; }

    /// <summary>Creates the file of a new, empty segment. Durable only after its first flush.</summary>
    public LogSegment Create(string directory, SegmentHeader header)
    {
        string path = Path.Combine(directory, SegmentName.Of(header.FirstIndex, header.FirstOffset));

        // An index left by an earlier segment of the same name would be believed.
        _fileSystem.DeleteFile(SegmentName.IndexPathOf(path));
        using (IFile file = _fileSystem.Open(path, FileOpenMode.Truncate))
        {
            Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
            header.Write(bytes);
            file.Write(0, bytes);
        }

        var segment = new LogSegment(_fileSystem, path, header, indexIntervalBytes, findsCommands, storage.OpenFiles);
        segment.BeginIndex();
        return segment;
    }

    /// <summary>
    /// Scans the end of a segment and leaves it durable and ready to be appended to.
    /// </summary>
    /// <param name="segment">A segment of which nothing but the header is known.</param>
    /// <param name="index">What its index file says; null when there is none.</param>
    /// <param name="fileLength">The length of its file.</param>
    /// <param name="laterIsDurable">Whether anything in a later segment had been flushed; asked only when there is damage.</param>
    /// <returns>The segment, or another object for it when the index turned out to be wrong.</returns>
    /// <exception cref="LogCorruptException">Something durable is damaged.</exception>
    public LogSegment Open(LogSegment segment, IndexContents? index, long fileLength, Func<bool> laterIsDurable)
    {
        WasTorn = false;
        long durableLength = index?.DurableLength ?? SegmentHeader.Size;
        segment.BeginIndex();
        int taken = index is null ? 0 : segment.Resume(index.Records);
        (FrameProblem problem, int scanned) = Scan(segment, fileLength);
        if (problem != FrameProblem.None && scanned == 0 && taken > 0)
        {
            // Nothing stands where the last signpost points. Without the index, the scan finds out which of the two is wrong.
            segment.File.Retire();
            segment = new LogSegment(_fileSystem, segment.Path, segment.Header, indexIntervalBytes, findsCommands, storage.OpenFiles);
            segment.BeginIndex();
            taken = 0;
            (problem, _) = Scan(segment, fileLength);
        }

        long end = segment.AppendPosition;
        if (problem != FrameProblem.None)
        {
            if (end < durableLength || laterIsDurable())
            {
                throw new LogCorruptException(segment.Path, end, $"{problem} in the frame of index {segment.LastIndex.Next().Value}.");
            }

            // Zeros behind the last frame are what a killed process leaves that had written them ahead.
            WasTorn = !IsZeros(segment, end, fileLength);
            if (WasTorn)
            {
                StorageEvents.CutTornTail(storage.Logger, segment.Path, end, fileLength - end, problem);
            }
        }
        else if (end < durableLength)
        {
            throw new LogCorruptException(segment.Path, end, $"the file ends, but {durableLength} bytes of it had been flushed.");
        }

        Settle(segment, index, taken, durableLength, fileLength);
        return segment;
    }

    /// <summary>Cuts a segment at a frame's beginning; durable when it returns. The old object is retired.</summary>
    public LogSegment Cut(LogSegment segment, long position)
    {
        // Closed first: a flush that is under way must not note a durable length of before the cut.
        segment.IndexFile.Dispose();
        var fresh = new LogSegment(_fileSystem, segment.Path, segment.Header, indexIntervalBytes, findsCommands, storage.OpenFiles);
        IndexContents? index = fresh.IndexFile.Load();
        List<IndexRecord> kept = index is null ? [] : [.. index.Records.TakeWhile(record => record.Position < position)];
        long durableLength = Math.Min(index?.DurableLength ?? SegmentHeader.Size, position);

        // The index before the segment: the other way round, a crash between them leaves a durable length that the segment does not have.
        fresh.IndexFile.Rewind(kept.Count, durableLength);
        SegmentFile.Lease lease = fresh.File.TryLease()!.Value;
        using (lease)
        {
            lease.File.SetLength(position);
            lease.File.Flush();
        }

        segment.File.Retire();
        fresh.IsNameDurable = segment.IsNameDurable;
        return Open(fresh, new IndexContents(kept, null, durableLength, IsExact: true), position, static () => false);
    }

    private static bool IsZeros(LogSegment segment, long start, long end)
    {
        SegmentFile.Lease lease = segment.File.TryLease()!.Value;
        using (lease)
        {
            return SpaceAhead.IsAll(lease.File, start, end);
        }
    }

    // Notes every good frame; returns what ended the scan and how many frames it noted.
    private static (FrameProblem Problem, int Scanned) Scan(LogSegment segment, long fileLength)
    {
        SegmentFile.Lease lease = segment.File.TryLease()!.Value;
        using (lease)
        {
            var sequence = new FrameSequence(segment.LastIndex.Next(), segment.NextOffset, segment.LastTerm);
            using var walker = new SegmentWalker(lease.File, segment.AppendPosition, fileLength, sequence, WindowBytes);
            int scanned = 0;
            while (walker.MoveNext())
            {
                FrameProblem problem = walker.CheckFrame();
                if (problem != FrameProblem.None)
                {
                    return (problem, scanned);
                }

                segment.Note(walker.Current, walker.LoadFrame().Span);
                scanned++;
            }

            return (walker.Problem, scanned);
        }
    }

    // After a flush that failed, the system may take pages for clean that never reached the disk, and flush nothing. Written once more, they are.
    private static void WriteAgain(IFile file, long from, long end)
    {
        byte[] block = new byte[(int)Math.Clamp(end - from, 0, WindowBytes)];
        for (long at = from; at < end;)
        {
            int read = file.Read(at, block.AsSpan(0, (int)Math.Min(block.Length, end - at)));
            file.Write(at, block.AsSpan(0, read));
            at += read;
            if (read == 0)
            {
                return;
            }
        }
    }

    // Makes file and index agree, durably: whoever opened the log may count every entry as persisted.
    private void Settle(LogSegment segment, IndexContents? index, int taken, long durableLength, long fileLength)
    {
        long end = segment.AppendPosition;
        SegmentFile.Lease lease = segment.File.TryLease()!.Value;
        using (lease)
        {
            if (end < fileLength)
            {
                lease.File.SetLength(end);
            }

            if (WasTorn || end != durableLength)
            {
                WriteAgain(lease.File, durableLength, end);
                lease.File.Flush();
            }
        }

        segment.WrittenLength = end;
        List<IndexRecord> found = segment.IndexFile.TakeWaiting();
        if (index is { IsExact: true } && taken == index.Records.Count && end == durableLength)
        {
            segment.IndexFile.Continue(taken);
        }
        else
        {
            segment.IndexFile.Rewind(taken, end);
        }

        foreach (IndexRecord record in found)
        {
            segment.IndexFile.Add(record);
        }
    }
}
