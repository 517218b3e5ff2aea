using RaftLog.Model;

namespace RaftLog.Storage;

// Removing entries: a conflicting tail, a prefix that a snapshot covers, or everything. All of it is durable when it returns, because what
// is written next relies on it.
public sealed partial class PartitionLog
{
    /// <summary>Removes the entry at <paramref name="index"/> and all behind it. Durable when it returns, so that no removed entry can come back behind a newer one.</summary>
    /// <exception cref="LogOfflineException">It could not be written, or an earlier write failed.</exception>
    public void TruncateFrom(LogIndex index)
    {
        RequireOnline();
        Invariant.Require(index >= FirstIndex);
        Invariant.Require(index > CleanedUpTo); // Compaction stays below the commit index.
        if (index > LastIndex)
        {
            return;
        }

        StorageEvents.Truncated(_storage.Logger, Directory, index.Value);
        WriteOut();
        try
        {
            // The segments before the cut are flushed first, as always: else damage in them would no longer pass for a torn tail.
            _flush.FlushNow();
            long position = _reader.PositionOf(index, out int holder);
            _producerSnapshots.DeleteAbove(index);
            _tail.TruncateFrom(index);
            LogSegment[] segments = _segments;
            for (int i = segments.Length - 1; i > holder; i--)
            {
                Retire(segments[i]);
                LogRecovery.Delete(_fileSystem, segments[i].Path);
            }

            LogSegment cut = new SegmentScan(_storage, Options.IndexIntervalBytes, _findsCommands).Cut(segments[holder], position);
            _segments = [.. segments[..holder], cut];
        }
        catch (IOException exception) when (exception is not LogCorruptException)
        {
            throw Fail(Directory, "truncate", exception);
        }

        PublishEnd();
        Epochs.TruncateFrom(index);
        _configurations = Array.FindAll(_configurations, configuration => configuration < index);
        _commands = Array.FindAll(_commands, command => command < index);
        if (!Producers.TryTruncate(LogEndOffset))
        {
            Producers.Clear();
            RestoreProducers();
        }

        // Entries below the cut that were not reported yet are durable now.
        _flush.Reset(Active);
        _storage.Flusher.MarkDirty(_flush);
    }

    /// <summary>
    /// Drops the whole segments below <paramref name="first"/>, so <see cref="FirstIndex"/> afterwards is at most that. When every entry is
    /// below it, a new segment is begun and all others go. For logs that are shortened by snapshots; others go by <see cref="PlanDrop"/>.
    /// </summary>
    /// <param name="first">The index that the log shall begin with.</param>
    /// <param name="damaged">The paths of damaged segments, whose files are not deleted but put aside for people to look at.</param>
    /// <exception cref="LogOfflineException">A file could not be created, renamed or deleted, or an earlier write failed.</exception>
    public void TruncatePrefix(LogIndex first, IReadOnlyCollection<string>? damaged = null)
    {
        RequireOnline();
        Invariant.Require(_checkpoint is null);
        if (first > LastIndex)
        {
            Roll();
        }

        LogSegment[] segments = _segments;
        int dropped = 0;
        while (dropped < segments.Length - 1 && segments[dropped + 1].FirstIndex <= first)
        {
            dropped++;
        }

        if (dropped == 0)
        {
            return;
        }

        try
        {
            // First, for what is not written must not be reported as durable below. Then, before the old ones go: a first segment that a power loss empties would let the log begin at index 1 again.
            WriteOut();
            _flush.FlushNow();
            MakeDurable(segments[dropped]);
            BeginWith(segments[dropped..]);
            foreach (LogSegment gone in segments[..dropped])
            {
                Retire(gone);
                if (damaged?.Contains(gone.Path) == true)
                {
                    DamagedSegments.PutAside(_fileSystem, gone.Path);
                }
                else
                {
                    LogRecovery.Delete(_fileSystem, gone.Path);
                }
            }
        }
        catch (IOException exception)
        {
            throw Fail(Directory, "truncate", exception);
        }

        // The flush above was not reported.
        _flush.NoteWritten(Active);
        _storage.Flusher.MarkDirty(_flush);
    }

    /// <summary>Removes everything and lets the log begin anew behind a snapshot. For logs that are shortened by snapshots only: it has no checkpoint.</summary>
    /// <param name="first">The index of the next entry.</param>
    /// <param name="firstOffset">The offset of the next record.</param>
    /// <param name="previousTerm">The term of the entry before <paramref name="first"/>.</param>
    /// <exception cref="LogOfflineException">A file could not be created or deleted, or an earlier write failed.</exception>
    public void Reset(LogIndex first, Offset firstOffset, Term previousTerm)
    {
        RequireOnline();
        Invariant.Require(_checkpoint is null);
        _pending.Clear();
        try
        {
            LogSegment[] segments = _segments;
            for (int i = segments.Length - 1; i >= 0; i--)
            {
                Retire(segments[i]);
                LogRecovery.Delete(_fileSystem, segments[i].Path);
            }

            _producerSnapshots.DeleteAbove(LogIndex.Zero);
            LogSegment begun = CreateSegment(new SegmentHeader(first, firstOffset, previousTerm));
            MakeDurable(begun);
            _segments = [begun];
        }
        catch (IOException exception)
        {
            throw Fail(Directory, "reset", exception);
        }

        _tail.Clear();
        PublishEnd();
        Epochs.Clear();
        Producers.Clear();
        _configurations = [];
        _commands = [];
        _flush.Reset(Active);
    }

    // Does nothing for a segment that is not in the log any more.
    private void MakeDurable(LogSegment segment)
    {
        if (segment.File.TryLease() is not { } lease)
        {
            return;
        }

        using (lease)
        {
            lease.File.Flush();
        }

        if (!segment.IsNameDurable)
        {
            segment.IndexFile.Persist(SegmentHeader.Size);
            _fileSystem.FlushDirectory(Directory);
            segment.IsNameDurable = true;
        }
    }
}
