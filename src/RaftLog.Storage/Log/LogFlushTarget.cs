using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>What of one log waits to be flushed. The writer notes what it has written; a flusher thread flushes it, oldest segment first.</summary>
internal sealed class LogFlushTarget(PartitionLog log, IFileSystem fileSystem) : FlushTarget
{
    // A flush of less than that is not worth another call of the system. With a mebibyte instead, five hundred logs that each got little gave nothing back for
    // so long that every page was a new one: a sixth more processor time for a record.
    private const long ForgetBytes = 128 * 1024;

    // The system keeps bytes in blocks of up to so many, and forgets none that is only partly named: one that reached beyond the end of the last call is named again.
    private const long LargestFolio = 2 * 1024 * 1024;

    // Guards the fields below; held for moments only. Taken inside _flushing.
    private readonly Lock _gate = new();

    // Held during a flush, so that segments become durable in their order even with several flusher threads.
    private readonly Lock _flushing = new();

    private List<Dirty> _dirty = [];
    private List<Dirty> _spare = [];
    private LogIndex _writtenIndex;
    private Term _writtenTerm;

    /// <summary>The segment has been written up to its present end, which is the end of the log.</summary>
    public void NoteWritten(LogSegment segment)
    {
        lock (_gate)
        {
            Note(new Dirty(segment, segment.WrittenLength, null));
            _writtenIndex = segment.LastIndex;
            _writtenTerm = segment.LastTerm;
        }
    }

    /// <summary>The segment is complete; nothing will be written to it any more, but the seal to its index.</summary>
    public void NoteSealed(LogSegment segment)
    {
        // Nothing may have been written to it since the log was opened.
        segment.File.Pin();
        lock (_gate)
        {
            Note(new Dirty(segment, segment.WrittenLength, segment.Seal));
        }
    }

    /// <summary>The log was cut and made durable up to its new end: forget what was dirty before.</summary>
    /// <remarks>Waits for a flush that is under way: what it reports after the cut could be taken for an entry written anew.</remarks>
    public void Reset(LogSegment active)
    {
        lock (_flushing)
        {
            lock (_gate)
            {
                _dirty.Clear();
            }
        }

        NoteWritten(active);
    }

    /// <summary>Flushes everything noted so far; reports nothing.</summary>
    /// <exception cref="LogOfflineException">A flush has failed before, so what it had taken is not durable, and cannot be made so any more.</exception>
    public void FlushNow()
    {
        lock (_flushing)
        {
            if (log.Failure is { } failure)
            {
                throw failure;
            }

            Flush(TakeDirty(out _, out _));
        }
    }

    /// <summary>Returns when no flush of this log is under way; none that does anything begins after that.</summary>
    public void Close()
    {
        lock (_flushing)
        {
            lock (_gate)
            {
                _dirty.Clear();
            }
        }
    }

    internal override void Flush(IFlushListener listener)
    {
        LogOfflineException? failure = null;
        lock (_flushing)
        {
            List<Dirty> batch = TakeDirty(out LogIndex upTo, out Term term);
            try
            {
                Flush(batch);
                if (batch.Count == 0 || log.Failure is not null)
                {
                    return;
                }

                // Inside the lock, so that reports of one log come in their order.
                listener.LogPersisted(log, upTo, term);
                Forget(batch);
            }
            catch (IOException exception)
            {
                failure = log.Fail(log.Directory, "flush", exception);
            }
        }

        if (failure is not null)
        {
            listener.LogFailed(log, failure);
        }
    }

    // The caller's until the next call. Inside _flushing.
    private List<Dirty> TakeDirty(out LogIndex upTo, out Term term)
    {
        lock (_gate)
        {
            _spare.Clear();
            (_dirty, _spare) = (_spare, _dirty);
            upTo = _writtenIndex;
            term = _writtenTerm;
            return _spare;
        }
    }

    private void Flush(List<Dirty> batch)
    {
        foreach (Dirty dirty in batch)
        {
            FlushSegment(dirty);
        }
    }

    // Consumers read from the leader, and recent entries from memory. So what a follower has flushed only takes room in the page cache from what is read; and
    // each page that is not given back is one that the system has to find, and often to get from a hypervisor first, for the next bytes.
    private void Forget(List<Dirty> batch)
    {
        if (log.HasReaders)
        {
            return;
        }

        try
        {
            foreach (Dirty dirty in batch)
            {
                Forget(dirty);
            }
        }
        catch (IOException)
        {
            // All of it is flushed. What could not even be opened is no reason to take the log offline; whoever reads it will tell.
        }
    }

    private static void Forget(in Dirty dirty)
    {
        LogSegment segment = dirty.Segment;
        long forgotten = Math.Min(segment.ForgottenLength, dirty.Length); // It may have been cut since.
        bool isComplete = dirty.Seal is not null;
        if ((isComplete || dirty.Length - forgotten >= ForgetBytes) && segment.File.TryLease() is { } lease)
        {
            using (lease)
            {
                long start = Math.Max(0, forgotten - LargestFolio);
                lease.File.Forget(start, dirty.Length - start);
                segment.ForgottenLength = dirty.Length;
            }
        }
    }

    private void FlushSegment(in Dirty dirty)
    {
        LogSegment segment = dirty.Segment;
        if (segment.File.TryLease() is not { } lease)
        {
            // Truncated or dropped meanwhile, and that was made durable by itself.
            return;
        }

        using (lease)
        {
            lease.File.Flush();
            if (dirty.Seal is { } seal)
            {
                segment.IndexFile.Seal(seal);
                segment.File.Unpin();
            }
            else
            {
                segment.IndexFile.Persist(dirty.Length);
            }

            if (!segment.IsNameDurable)
            {
                fileSystem.FlushDirectory(log.Directory);
                segment.IsNameDurable = true;
            }
        }
    }

    private void Note(in Dirty dirty)
    {
        if (_dirty.Count > 0 && _dirty[^1].Segment == dirty.Segment)
        {
            _dirty[^1] = dirty;
        }
        else
        {
            _dirty.Add(dirty);
        }
    }

    // Length: what was written when it was noted, and so is durable after a flush that begins later.
    private readonly record struct Dirty(LogSegment Segment, long Length, IndexRecord? Seal);
}
