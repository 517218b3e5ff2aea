using RaftLog.Model;

namespace RaftLog.Storage;

// Appending: frames are noted in memory one by one and written together once a turn.
public sealed partial class PartitionLog
{
    // How much is appended between two snapshots of the producer state: the most that opening the log replays for it.
    private const long ProducerSnapshotBytes = 16 * 1024 * 1024;

    // With FlushMode.Interval, so much is not left until it is due: the flush of a whole second of a busy partition holds up whatever is written meanwhile for
    // as long as a client notices.
    private const long MostUnflushedBytes = 16 * 1024 * 1024;

    private readonly PendingFrames _pending = new();
    private long _bytesSinceFlushMark;
    private long _bytesSinceProducerSnapshot;

    // Set by whoever finds one damaged; the writer writes the next.
    private volatile bool _wantsProducerSnapshot;

    /// <summary>
    /// Appends one entry as the leader: stamps the frame header and, for data, the batch's base offset and leader epoch in place. The index is
    /// <see cref="LastIndex"/> + 1, the base offset <see cref="LogEndOffset"/>.
    /// </summary>
    /// <param name="frame">One frame with header room (<see cref="FrameBuffer"/>), its batch valid; the log takes over one reference.</param>
    /// <param name="kind">What the payload is.</param>
    /// <param name="term">The leader's term, not below <see cref="LastTerm"/>.</param>
    /// <returns>The stamped header.</returns>
    /// <exception cref="LogOfflineException">An earlier write failed, or the one before a new segment.</exception>
    public FrameHeader StampAndAppend(PooledBuffer frame, EntryKind kind, Term term)
    {
        ArgumentNullException.ThrowIfNull(frame);
        try
        {
            var header = new FrameHeader(frame.Length, term, kind, LastIndex.Next(), LogEndOffset);
            if (kind == EntryKind.Data)
            {
                Span<byte> batch = FrameBuffer.Payload(frame);
                RecordBatch.SetBaseOffset(batch, header.BaseOffset);
                RecordBatch.SetLeaderEpoch(batch, term);
            }

            header.Write(frame.Span);
            _hasReaders = true;
            AppendFrames(frame, 0, frame.Length);
            return header;
        }
        finally
        {
            frame.Release();
        }
    }

    /// <summary>
    /// Appends whole frames stamped by a leader, which <see cref="FrameCheck"/> has found valid and which continue this log.
    /// </summary>
    /// <param name="frames">The buffer that holds them; the log takes over one reference.</param>
    /// <param name="start">Where the first frame begins in it.</param>
    /// <param name="length">The bytes of all frames.</param>
    /// <exception cref="LogOfflineException">An earlier write failed, or the one before a new segment.</exception>
    public void Append(PooledBuffer frames, int start, int length)
    {
        ArgumentNullException.ThrowIfNull(frames);
        try
        {
            _hasReaders = false;
            AppendFrames(frames, start, length);
        }
        finally
        {
            frames.Release();
        }
    }

    /// <summary>Writes everything appended since the last call, with one write per file, and queues the flush. Nothing happens when nothing waits.</summary>
    /// <exception cref="LogOfflineException">The write failed, now or before.</exception>
    public WriteOutcome WritePending()
    {
        RequireOnline();
        bool isPersisted = Options.Flush == FlushMode.Interval;
        if (!_pending.IsEmpty)
        {
            WriteOut();
            if (!isPersisted || _bytesSinceFlushMark >= MostUnflushedBytes)
            {
                _bytesSinceFlushMark = 0;
                _storage.Flusher.MarkDirty(_flush);
            }
            else
            {
                _storage.Flusher.MarkDirtyWithin(_flush, Options.FlushInterval);
            }

            SnapshotProducersIfDue();
        }

        return new WriteOutcome(LastIndex, LastTerm, isPersisted);
    }

    /// <summary>Removes a producer state file that was found damaged, and has the next write make a new one. Any thread.</summary>
    public void DropProducerSnapshot(string file)
    {
        _fileSystem.DeleteFile(file);
        _wantsProducerSnapshot = true;
    }

    /// <summary>Seals the active segment and begins the next one; nothing happens when the active one is empty.</summary>
    /// <exception cref="LogOfflineException">The new file could not be created, or an earlier write failed.</exception>
    public void Roll()
    {
        RequireOnline();
        LogSegment full = Active;
        if (full.IsEmpty)
        {
            return;
        }

        WriteOut();
        GiveBackSpace(full);
        if (!full.IsNameDurable)
        {
            FlushNames();
        }

        var header = new SegmentHeader(full.LastIndex.Next(), full.NextOffset, full.LastTerm);
        LogSegment next = CreateSegment(header);
        _flush.NoteSealed(full);
        _segments = [.. _segments, next];
        _storage.Flusher.MarkDirty(_flush);
    }

    private void AppendFrames(PooledBuffer frames, int start, int length)
    {
        RequireOnline();
        int end = start + length;
        while (start < end)
        {
            FrameProblem problem = FrameInfo.TryRead(frames.Span[start..end], out FrameInfo info);
            Invariant.Require(problem == FrameProblem.None);
            Invariant.Require(info.Header.Length <= end - start);
            AppendFrame(frames, start, info);
            start += info.Header.Length;
        }
    }

    private void AppendFrame(PooledBuffer buffer, int start, in FrameInfo info)
    {
        FrameHeader header = info.Header;
        Invariant.Require(header.Term >= LastTerm);
        if (!Active.IsEmpty && (Active.AppendPosition + header.Length > Options.SegmentBytes || BeginsSegment(header)))
        {
            Roll();
        }

        Active.Note(info, buffer.Span.Slice(start, header.Length));
        _pending.Add(buffer, start, header.Length);
        _tail.Add(new CachedFrame(info, buffer.AddReference(), start));
        if (Epochs.Last is not { } epoch || epoch.Term != header.Term)
        {
            Epochs.Append(new LeaderEpoch(header.Term, header.Index, header.BaseOffset));
        }

        if (header.Kind == EntryKind.Configuration)
        {
            _configurations = [.. _configurations, header.Index];
        }
        else if (header.Kind == EntryKind.Command && _findsCommands)
        {
            _commands = [.. _commands, header.Index];
        }
        else if (header.Kind == EntryKind.Data)
        {
            NoteProducer(buffer.Span.Slice(start, header.Length)[FrameHeader.Size..]);
        }

        _bytesSinceProducerSnapshot += header.Length;
        _bytesSinceFlushMark += header.Length;
        PublishEnd();
    }

    private void NoteProducer(ReadOnlySpan<byte> bytes)
    {
        if (RecordBatchHeader.TryParse(bytes, out RecordBatchHeader batch))
        {
            Producers.Note(batch, bytes);
        }
    }

    // A command of a partition says up to which entry everybody has everything, and only complete segments are cleaned or dropped. Replicas complete theirs at
    // other places; where records are followed by a command all of them do, so that what one of them may clean all of them may.
    private bool BeginsSegment(in FrameHeader next) => next.Kind == EntryKind.Command && _findsCommands && Active.NextOffset > Active.FirstOffset;

    // Writes what waits to the active segment and lets the flusher know of it, without waking it.
    private void WriteOut()
    {
        if (_pending.IsEmpty)
        {
            return;
        }

        LogSegment active = Active;
        try
        {
            SegmentFile.Lease lease = active.File.TryLease()!.Value;
            using (lease)
            {
                active.File.Pin();
                _pending.WriteTo(lease.File, active.WrittenLength);
                if (Options.Flush == FlushMode.Always)
                {
                    active.Ahead.Extend(lease.File, active.AppendPosition, active.AppendPosition - active.WrittenLength, Options.SegmentBytes);
                }
            }
        }
        catch (IOException exception)
        {
            throw Fail(active.Path, "write", exception);
        }

        active.WrittenLength = active.AppendPosition;
        _pending.Clear();
        _tail.MarkWritten();
        _flush.NoteWritten(active);
    }

    // Before there is a next segment: only the last file of a log may end in anything but a frame. The file may be closed, and stays so where nothing is to be
    // given back: a broker with thousands of logs closes them all when it stops.
    private void GiveBackSpace(LogSegment full)
    {
        if (!full.Ahead.IsBehind(full.AppendPosition))
        {
            return;
        }

        try
        {
            SegmentFile.Lease lease = full.File.TryLease()!.Value;
            using (lease)
            {
                full.Ahead.GiveBack(lease.File, full.AppendPosition);
            }
        }
        catch (IOException exception)
        {
            throw Fail(full.Path, "cut", exception);
        }
    }

    // Names become durable in the order of the segments: a power loss that took one and left the next would look like damage or, if it took the first one,
    // like a log that begins later. Seldom needed, since a segment that has had a flush has its name.
    private void FlushNames()
    {
        try
        {
            _fileSystem.FlushDirectory(Directory);
        }
        catch (IOException exception)
        {
            throw Fail(Directory, "flush", exception);
        }
    }

    private LogSegment CreateSegment(SegmentHeader header)
    {
        string name = SegmentName.Of(header.FirstIndex, header.FirstOffset);
        try
        {
            LogSegment created = new SegmentScan(_storage, Options.IndexIntervalBytes, _findsCommands).Create(Directory, header);
            StorageEvents.BeganSegment(_storage.Logger, created.Path);
            return created;
        }
        catch (IOException exception)
        {
            throw Fail(Path.Combine(Directory, name), "create", exception);
        }
    }

    private void SnapshotProducersIfDue()
    {
        if (_bytesSinceProducerSnapshot >= ProducerSnapshotBytes || _wantsProducerSnapshot)
        {
            _bytesSinceProducerSnapshot = 0;
            _wantsProducerSnapshot = false;
            try
            {
                _producerSnapshots.Write(Producers, LastIndex.Next());
            }
            catch (IOException exception)
            {
                throw Fail(Directory, "write the producer state in", exception);
            }
        }
    }
}
