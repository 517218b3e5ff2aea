using RaftLog.Model;

namespace RaftLog.Storage;

// Reading, from any thread.
public sealed partial class PartitionLog
{
    /// <summary>The term of an entry, also of the one before <see cref="FirstIndex"/>; null when the index is outside.</summary>
    public Term? TermAt(LogIndex index)
    {
        LogSegment first = _segments[0];
        if (index == first.FirstIndex.Previous())
        {
            return first.Header.PreviousTerm;
        }

        return index >= first.FirstIndex && index <= LastIndex ? Epochs.TermAt(index) : null;
    }

    /// <summary>The last index in one of the segments; null when the log has no segment at that path (any more).</summary>
    public LogIndex? LastIndexOf(string segment) => Array.Find(_segments, one => one.Path == segment)?.LastIndex;

    /// <summary>The offset behind the entry at <paramref name="index"/>: the high watermark when that entry is the last committed one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The entry is not in the log, nor the one before its first.</exception>
    public Offset EndOffsetAt(LogIndex index) => _reader.EndOffsetAt(index);

    /// <summary>
    /// The last index such that the frames from <paramref name="from"/> to it take at most <paramref name="maxBytes"/>, but at least
    /// <paramref name="from"/> itself; the one before it when compaction has been over that entry (<see cref="CleanedUpTo"/>). For what is no longer cached the sparse index answers, and the range may be shorter than possible.
    /// </summary>
    /// <param name="from">An index in the log.</param>
    /// <param name="maxBytes">The limit.</param>
    /// <param name="bytes">The bytes of the range, or a little more.</param>
    public LogIndex LastIndexWithin(LogIndex from, int maxBytes, out long bytes) => _reader.LastIndexWithin(from, maxBytes, out bytes);

    /// <summary>
    /// Adds the frames from <paramref name="from"/> to at most <paramref name="last"/> (inclusive) to <paramref name="into"/>, headers included;
    /// at least one, then no more than fit into <paramref name="maxBytes"/>. What comes from a file is checked first.
    /// </summary>
    /// <remarks>It ends before a cleaned segment: what is found there is not what was appended (see <see cref="CleanedUpTo"/>).</remarks>
    /// <exception cref="LogCorruptException">A frame on disk is damaged.</exception>
    public FrameRange ReadFrames(LogIndex from, LogIndex last, int maxBytes, LogSlices into)
    {
        ArgumentNullException.ThrowIfNull(into);
        return _reader.ReadFrames(from, last, maxBytes, readsCleaned: false, into);
    }

    /// <summary>As <see cref="ReadFrames"/>, but through cleaned segments too; of entries that compaction removed nothing is added.</summary>
    internal FrameRange ReadCleanedFrames(LogIndex from, LogIndex last, int maxBytes, LogSlices into) =>
        _reader.ReadFrames(from, last, maxBytes, readsCleaned: true, into);

    /// <summary>
    /// Adds the record batches that hold <paramref name="from"/> and what follows to <paramref name="into"/>, as a fetch response carries them:
    /// frame headers and entries without records are skipped, and the first batch may begin before <paramref name="from"/>.
    /// </summary>
    /// <param name="from">The first offset wanted.</param>
    /// <param name="limit">Only batches that end at or below it are read: the high watermark or last stable offset.</param>
    /// <param name="maxBytes">The limit for the bytes of all batches.</param>
    /// <param name="atLeastOne">Whether the first batch is read even if it alone exceeds <paramref name="maxBytes"/> (KIP-74).</param>
    /// <param name="into">The slices; the caller owns their references.</param>
    /// <exception cref="LogCorruptException">A frame on disk is damaged.</exception>
    public BatchRange ReadBatches(Offset from, Offset limit, int maxBytes, bool atLeastOne, LogSlices into)
    {
        ArgumentNullException.ThrowIfNull(into);
        return _reader.ReadBatches(from, limit, maxBytes, atLeastOne, into);
    }

    /// <summary>
    /// As <see cref="ReadBatches"/>, and adds the aborted transactions that overlap what was read to <paramref
    /// name="aborted"/>: their records are to be left out by whoever wants committed ones.
    /// </summary>
    /// <param name="from">The first offset wanted.</param>
    /// <param name="limit">The last stable offset, as it was at some time before.</param>
    /// <param name="maxBytes">The limit for the bytes of all batches.</param>
    /// <param name="atLeastOne">Whether the first batch is read even if it alone exceeds <paramref name="maxBytes"/>.</param>
    /// <param name="into">The slices; the caller owns their references.</param>
    /// <param name="aborted">Gets the aborted transactions, in the order of their markers.</param>
    /// <exception cref="LogCorruptException">A frame on disk is damaged.</exception>
    public BatchRange ReadCommittedBatches(
        Offset from, Offset limit, int maxBytes, bool atLeastOne, LogSlices into, List<AbortedTransaction> aborted)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(aborted);

        // Taken before the records are read. The markers of all that is below the limit are in these segments; compaction, which removes a marker only
        // when the records are gone, may have put others in their place by the time of the reading.
        LogSegment[] segments = _segments;
        BatchRange range = _reader.ReadBatches(from, limit, maxBytes, atLeastOne, into);
        if (range.NextOffset > from)
        {
            Collect(segments, from, range.NextOffset, aborted);
        }

        return range;
    }

    /// <summary>The aborted transactions that overlap the offsets from <paramref name="from"/> to <paramref name="limit"/> (exclusive).</summary>
    public IReadOnlyList<AbortedTransaction> AbortedTransactions(Offset from, Offset limit)
    {
        var found = new List<AbortedTransaction>();
        Collect(_segments, from, limit, found);
        return found;
    }

    /// <summary>The first record below <paramref name="limit"/> whose timestamp is at least <paramref name="timestampMs"/>; null when there is none.</summary>
    /// <exception cref="LogCorruptException">A frame on disk is damaged.</exception>
    public TimestampOffset? OffsetForTimestamp(long timestampMs, Offset limit) => new TimestampSearch(this).First(timestampMs, limit);

    /// <summary>The first record with the largest timestamp below <paramref name="limit"/> (KIP-734); null when there are no records.</summary>
    /// <exception cref="LogCorruptException">A frame on disk is damaged.</exception>
    public TimestampOffset? OffsetOfMaxTimestamp(Offset limit) => new TimestampSearch(this).Largest(limit);

    /// <summary>Where the largest term not above <paramref name="term"/> ends; null when the log has none.</summary>
    public EpochEndOffset? EndOffsetForEpoch(Term term) => Epochs.EndOffsetFor(term, LogEndOffset);

    /// <summary>Whether the entry is in the tail cache, so that reading from there on begins without a file. It may be evicted the moment after.</summary>
    public bool IsCached(LogIndex index) => _tail.TryGet(index, out _);

    /// <summary>Begins a slow pass over the sealed segments that checks what nobody reads.</summary>
    public LogScrub Scrub() => new(this, _fileSystem);

    /// <summary>A cursor before the entry at <paramref name="from"/>.</summary>
    public LogCursor OpenCursor(LogIndex from) => new(this, from);

    private static void Collect(LogSegment[] segments, Offset from, Offset limit, List<AbortedTransaction> into)
    {
        int first = segments.Length - 1;
        while (first > 0 && segments[first].FirstOffset > from)
        {
            first--;
        }

        for (int i = first; i < segments.Length; i++)
        {
            segments[i].Aborted?.Collect(from, limit, into);
        }
    }
}
