using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Storage;

// The beginning of the log: the log start that the group has agreed on, which readers see at once, and the segments below it, which go later.
public sealed partial class PartitionLog
{
    // Invariants: the file says the same; FirstIndex is that of the first segment. Null: nothing was ever dropped.
    private LogCheckpoint? _checkpoint;

    // The agreed log start, as far as told to this object. Read by any thread; moves forward only.
    private long _agreedStart;

    /// <summary>The first offset that can be read: what the group agreed on, or where the files begin if that is later.</summary>
    public Offset LogStartOffset => new(Math.Max(Volatile.Read(ref _agreedStart), FirstOffset.Value));

    /// <summary>The offset at which the first segment begins; at most <see cref="LogStartOffset"/>.</summary>
    public Offset FirstOffset => _segments[0].FirstOffset;

    /// <summary>What is kept of the entries that were dropped; null when none were. For the writer, and for others as it was.</summary>
    public LogCheckpoint? Checkpoint => Volatile.Read(ref _checkpoint);

    /// <summary>
    /// Nothing below <paramref name="start"/> is read from here any more. In memory only: it comes from a committed entry, which is found again
    /// in the log (<see cref="CommandIndexes"/>) or has left it together with a checkpoint that says so.
    /// </summary>
    public void AdvanceLogStart(Offset start)
    {
        Invariant.Require(start <= LogEndOffset);
        if (start.Value > _agreedStart)
        {
            Volatile.Write(ref _agreedStart, start.Value);
        }
    }

    /// <summary>The segments as they are now, the active one last. For the writer; other threads see what is appended a little late.</summary>
    public SegmentInfo[] DescribeSegments()
    {
        LogSegment[] segments = _segments;
        return Array.ConvertAll(segments, segment => segment.Describe(isActive: segment == segments[^1]));
    }

    /// <summary>
    /// The index that the log would begin with if everything were dropped that can be: whole segments, all of whose records are below the log
    /// start and all of whose entries are at or below <paramref name="last"/>, never the active one. <see cref="FirstIndex"/> when there is nothing.
    /// </summary>
    public LogIndex FirstIndexAfterDrop(LogIndex last)
    {
        LogSegment[] segments = _segments;
        Offset start = LogStartOffset;
        int kept = 0;
        while (kept < segments.Length - 1 && segments[kept + 1].FirstOffset <= start && segments[kept].LastIndex <= last)
        {
            kept++;
        }

        return segments[kept].FirstIndex;
    }

    /// <summary>
    /// Begins to drop the segments below <paramref name="first"/>: <see cref="PrefixDrop.Prepare"/> and <see cref="CompleteDrop"/> do it, and
    /// <see cref="RemoveLeftovers"/> removes the files. Everything that is needed of them later is in a durable checkpoint before the first one goes; a
    /// crash at any point leaves a log that begins either as before or at <paramref name="first"/>. One at a time.
    /// </summary>
    /// <param name="first">What <see cref="FirstIndexAfterDrop"/> said.</param>
    /// <param name="committed">The last index known to be committed, at or above the last one dropped.</param>
    /// <param name="configuration">The encoded configuration of the group as of the entry before <paramref name="first"/>.</param>
    /// <returns>Null, and nothing was done, when producers have more in flight than tells how they stood at the commit: try again later.</returns>
    /// <exception cref="LogOfflineException">A write failed, now or before.</exception>
    public PrefixDrop? PlanDrop(LogIndex first, LogIndex committed, ReadOnlyMemory<byte> configuration)
    {
        RequireOnline();
        Invariant.Require(first > FirstIndex);
        Invariant.Require(first <= committed.Next());
        LogSegment? kept = Array.Find(_segments, segment => segment.FirstIndex == first);
        Invariant.Require(kept is not null);
        Invariant.Require(kept.FirstOffset <= LogStartOffset);
        if (Producers.AsOf(EndOffsetAt(committed)) is not { } producers)
        {
            return null;
        }

        // The entries up to the commit are flushed with it, whoever comes first: the flusher or who prepares the drop.
        WriteOut();
        _storage.Flusher.MarkDirty(_flush);
        return new PrefixDrop(this, kept, new LogCheckpoint(
            first,
            kept.FirstOffset,
            kept.Header.PreviousTerm,
            LogStartOffset,
            CleanedUpTo,
            configuration.ToArray(),
            committed.Next(),
            ProducerStateCodec.Encode(producers)));
    }

    /// <summary>Lets the log begin where a prepared drop says.</summary>
    /// <returns>False, and nothing was done, when the segment that was to be the first is not in the log any more: it was compacted or replaced meanwhile.</returns>
    /// <exception cref="LogOfflineException">A file could not be renamed, or an earlier write failed.</exception>
    public bool CompleteDrop(PrefixDrop drop)
    {
        ArgumentNullException.ThrowIfNull(drop);
        RequireOnline();
        LogSegment[] segments = _segments;
        int kept = Array.IndexOf(segments, drop.Kept);
        if (kept <= 0)
        {
            // What lies beside the checkpoint is overwritten by the next one.
            return false;
        }

        try
        {
            // The moment of the drop. A power loss may take it back until the directory is flushed, and nothing is removed before.
            LogCheckpointFile.Take(_fileSystem, Directory);
        }
        catch (IOException exception)
        {
            throw Fail(Directory, "drop the beginning of", exception);
        }

        Volatile.Write(ref _checkpoint, drop.Checkpoint);
        BeginWith(segments[kept..]);
        foreach (LogSegment dropped in segments[..kept])
        {
            Retire(dropped);
        }

        _leftovers.Add(segments[..kept]);
        StorageEvents.DroppedPrefix(_storage.Logger, Directory, kept, drop.First.Value, LogStartOffset.Value);
        return true;
    }

    // Any thread. All that the checkpoint counts on must be as durable as itself: the kept segment's name, and the entries up to the commit.
    internal void Prepare(PrefixDrop drop)
    {
        _flush.Flush(_storage.Flusher.Listener);
        RequireOnline();
        try
        {
            MakeDurable(drop.Kept);
            LogCheckpointFile.WriteBeside(_fileSystem, Directory, drop.Checkpoint);
        }
        catch (IOException exception)
        {
            throw Fail(Directory, "drop the beginning of", exception);
        }
    }

    // Publishes a log that begins with a later segment, and forgets what was kept in memory of the others.
    private void BeginWith(LogSegment[] segments)
    {
        _segments = segments;
        Epochs.TruncatePrefix(FirstIndex, FirstOffset);
        LogIndex begin = FirstIndex;
        _configurations = Array.FindAll(_configurations, configuration => configuration >= begin);
        _commands = Array.FindAll(_commands, command => command >= begin);
        if (LastIndex < FirstIndex)
        {
            Epochs.Clear();
        }
    }

    private void TakeCheckpoint()
    {
        if (_checkpoint is not { } checkpoint)
        {
            return;
        }

        if (FirstIndex != checkpoint.FirstIndex || FirstOffset != checkpoint.FirstOffset || PreviousTerm != checkpoint.PrecedingTerm
            || LogEndOffset < checkpoint.LogStartOffset || LastIndex.Next() < checkpoint.ProducersNext)
        {
            throw new LogCorruptException(
                Path.Combine(Directory, LogCheckpointFile.Name),
                0,
                $"it says that the log begins at index {checkpoint.FirstIndex.Value}, offset {checkpoint.FirstOffset.Value}, behind term {checkpoint.PrecedingTerm.Value}, and "
                + $"holds offset {checkpoint.LogStartOffset.Value} and index {checkpoint.ProducersNext.Previous().Value}, which the segments do not.");
        }

        AdvanceLogStart(checkpoint.LogStartOffset);
    }

    private LogIndex TakeProducers(LogCheckpoint checkpoint)
    {
        try
        {
            Producers.Clear();
            ProducerStateCodec.Decode(checkpoint.Producers, Producers);
            return checkpoint.ProducersNext;
        }
        catch (WireFormatException exception)
        {
            throw new LogCorruptException($"{Path.Combine(Directory, LogCheckpointFile.Name)} is damaged: {exception.Message}", exception);
        }
    }
}
