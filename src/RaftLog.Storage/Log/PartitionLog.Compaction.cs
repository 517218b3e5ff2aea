using RaftLog.Model;

namespace RaftLog.Storage;

// Compaction: what may be cleaned, and the exchange of segments.
public sealed partial class PartitionLog
{
    /// <summary>
    /// The last entry that compaction has been over (inclusive), kept or not; zero when there is none. Up to there the log does not hold what was
    /// appended but what is left of it: readers find every record that has no later one of its key, but a follower that needs entries from
    /// there gets whole segments. Never above the commit index.
    /// </summary>
    public LogIndex CleanedUpTo
    {
        get
        {
            LogIndex last = LogIndex.Zero;
            foreach (LogSegment segment in _segments)
            {
                if (!segment.IsCleaned)
                {
                    break;
                }

                last = segment.LastIndex;
            }

            return last;
        }
    }

    /// <summary>How much there is to clean. Any thread.</summary>
    /// <param name="options">The lags.</param>
    /// <param name="commit">The last entry that is committed.</param>
    /// <param name="stable">The last stable offset; the high watermark where there are no transactions.</param>
    /// <param name="nowMs">The time, in milliseconds since 1970.</param>
    public CompactionNeed MeasureCompaction(CompactionOptions options, LogIndex commit, Offset stable, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(options);
        return CompactionRange.Of(_segments, options.MinLag, commit, stable, nowMs).Measure(options.MaxLag, nowMs);
    }

    /// <summary>
    /// Begins a compaction of what may be cleaned now; null when that is nothing. For the writer, like every change of the log; the steps of the
    /// compaction itself run elsewhere. One at a time.
    /// </summary>
    /// <param name="options">The settings.</param>
    /// <param name="commit">The last entry that is committed.</param>
    /// <param name="stable">The last stable offset; the high watermark where there are no transactions.</param>
    /// <param name="map">The memory for the keys; in use until the compaction is disposed of.</param>
    /// <param name="nowMs">The time, in milliseconds since 1970.</param>
    /// <param name="neededCommands">The commands up to <paramref name="commit"/> that must stay; all of them when null.</param>
    public LogCompaction? BeginCompaction(
        CompactionOptions options, LogIndex commit, Offset stable, KeyOffsetMap map, long nowMs, IReadOnlyCollection<LogIndex>? neededCommands = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(map);
        RequireOnline();
        CompactionRange range = CompactionRange.Of(_segments, options.MinLag, commit, stable, nowMs);
        return range.FirstDirtySegment < range.Segments.Count
            ? new LogCompaction(_storage, this, range, EndOffsetAt(commit), options, map, nowMs, neededCommands)
            : null;
    }

    /// <summary>
    /// Puts a cleaned segment in the place of those it was made from. Readers that hold one of the old segments read on in it. The old files stay until
    /// <see cref="RemoveLeftovers"/> removes them, and until then a power loss may bring them back in its place: they hold the same, and more.
    /// </summary>
    /// <returns>False when those are not in the log any more; then nothing has changed and the cleaned one is discarded.</returns>
    /// <exception cref="LogOfflineException">A file could not be renamed, or an earlier write failed.</exception>
    public bool Install(CleanedSegment cleaned)
    {
        ArgumentNullException.ThrowIfNull(cleaned);
        RequireOnline();
        LogSegment[] segments = _segments;
        int first = Array.IndexOf(segments, cleaned.Sources[0]);
        int behind = first + cleaned.Sources.Count;
        if (first < 0 || behind >= segments.Length || !segments[first..behind].SequenceEqual(cleaned.Sources))
        {
            cleaned.Discard();
            return false;
        }

        try
        {
            // The moment of exchange: from here on whoever opens the log finds that this one replaces the others, and removes what is left of them.
            _fileSystem.Rename(cleaned.TemporaryPath, cleaned.Segment.Path);
            if (cleaned.Sources.Any(source => source.File.IsPinned))
            {
                // The flusher leaves out what is not in the log any more, and goes on to say that it is durable.
                _fileSystem.FlushDirectory(Directory);
            }
        }
        catch (IOException exception)
        {
            throw Fail(Directory, "exchange a cleaned segment in", exception);
        }

        _segments = [.. segments[..first], cleaned.Segment, .. segments[behind..]];
        _commands = Array.FindAll(
            _commands, index => index < cleaned.Segment.FirstIndex || index > cleaned.Segment.LastIndex || cleaned.Segment.Commands.Contains(index));

        // Otherwise readers of a topic that rests would be given for ever what is gone, and an offset would depend on what happens to be cached.
        _tail.DropThrough(cleaned.Segment.LastIndex);
        foreach (LogSegment source in cleaned.Sources)
        {
            Retire(source);
        }

        _leftovers.Add(cleaned.Sources);
        StorageEvents.InstalledCleanedSegment(_storage.Logger, cleaned.Sources.Count, cleaned.Segment.Path, cleaned.BytesBefore, cleaned.BytesAfter);
        return true;
    }

    /// <summary>
    /// Removes the files of the segments that <see cref="Install"/> and <see cref="CompleteDrop"/> have taken out of the log. Any thread, beside the writer.
    /// </summary>
    /// <exception cref="LogOfflineException">A file could not be deleted, or an earlier write failed.</exception>
    public void RemoveLeftovers()
    {
        RequireOnline();
        try
        {
            _leftovers.Remove(_fileSystem, Directory);
        }
        catch (IOException exception)
        {
            throw Fail(Directory, "remove what is replaced or dropped in", exception);
        }
    }
}
