using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The log of one Raft group, which for a partition is the partition: frames with a Raft index each, record batches among them with Kafka
/// offsets, in segment files. It knows nothing of leaders, commits or votes.
/// </summary>
/// <remarks>
/// <para>Threads: one writer (the shard loop) calls everything that changes the log; the properties and the reads may be used by any thread
/// at the same time. A reader must stay below what can still be truncated: a fetch passes the high watermark as its limit.</para>
/// <para>A turn of the writer is: any number of <see cref="StampAndAppend"/> or <see cref="Append"/>, which only buffer (the frames can be
/// read at once), then one <see cref="WritePending"/>, which writes them all with one gathered write and queues the flush.</para>
/// <para>A failed write or flush takes the log offline for good (<see cref="Failure"/>): whatever changes it then throws
/// <see cref="LogOfflineException"/>. Close it and open it again to recover.</para>
/// </remarks>
public sealed class PartitionLog : IDisposable
{
    /// <summary>
    /// Opens the log in <paramref name="directory"/>, or begins an empty one at index 1 and offset 0. A tail that a crash tore is cut; it was
    /// never durable.
    /// </summary>
    /// <exception cref="LogCorruptException">Something that had been durable is damaged; nothing was changed.</exception>
    public static PartitionLog Open(StorageContext storage, string directory, PartitionLogOptions options) => throw new NotImplementedException();

    /// <summary>The directory of the log's files.</summary>
    public string Directory => throw new NotImplementedException();

    /// <summary>Whatever the host wants to find again from a log that the flusher reports, such as its group.</summary>
    public object? Owner { get; set; }

    /// <summary>The settings; the writer may replace them, and they hold from the next append on.</summary>
    public PartitionLogOptions Options { get; set; } = new();

    /// <summary>The first index that is in the log, or that the next entry gets when the log is empty.</summary>
    public LogIndex FirstIndex => throw new NotImplementedException();

    /// <summary>The last index in the log (inclusive), written or not; <see cref="FirstIndex"/> - 1 when it is empty.</summary>
    public LogIndex LastIndex => throw new NotImplementedException();

    /// <summary>The term of the entry at <see cref="LastIndex"/>; <see cref="PreviousTerm"/> when the log is empty.</summary>
    public Term LastTerm => throw new NotImplementedException();

    /// <summary>The term of the entry before <see cref="FirstIndex"/>; zero when there never was one.</summary>
    public Term PreviousTerm => throw new NotImplementedException();

    /// <summary>The first offset that can be read.</summary>
    public Offset LogStartOffset => throw new NotImplementedException();

    /// <summary>The offset that the next record gets (exclusive end).</summary>
    public Offset LogEndOffset => throw new NotImplementedException();

    /// <summary>The bytes of all segment files and of what is not written yet.</summary>
    public long SizeInBytes => throw new NotImplementedException();

    /// <summary>Where each term begins.</summary>
    public LeaderEpochTable Epochs => throw new NotImplementedException();

    /// <summary>The indexes of the configuration entries in the log, ascending; so a host finds them after a restart without reading the whole log.</summary>
    public IReadOnlyList<LogIndex> ConfigurationIndexes => throw new NotImplementedException();

    /// <summary>What the idempotent producers appended last. For the writer only.</summary>
    public ProducerStateTable Producers => throw new NotImplementedException();

    /// <summary>Why the log is offline; null while it works.</summary>
    public LogOfflineException? Failure => throw new NotImplementedException();

    /// <summary>
    /// Appends one entry as the leader: stamps the frame header and, for data, the batch's base offset and leader epoch in place. The index is
    /// <see cref="LastIndex"/> + 1, the base offset <see cref="LogEndOffset"/>.
    /// </summary>
    /// <param name="frame">One frame with header room (<see cref="FrameBuffer"/>), its batch valid; the log takes over one reference.</param>
    /// <param name="kind">What the payload is.</param>
    /// <param name="term">The leader's term, not below <see cref="LastTerm"/>.</param>
    /// <returns>The stamped header.</returns>
    public FrameHeader StampAndAppend(PooledBuffer frame, EntryKind kind, Term term) => throw new NotImplementedException();

    /// <summary>
    /// Appends whole frames stamped by a leader, which <see cref="FrameCheck"/> has found valid and which continue this log.
    /// </summary>
    /// <param name="frames">The buffer that holds them; the log takes over one reference.</param>
    /// <param name="start">Where the first frame begins in it.</param>
    /// <param name="length">The bytes of all frames.</param>
    public void Append(PooledBuffer frames, int start, int length) => throw new NotImplementedException();

    /// <summary>Writes everything appended since the last call, with one write per file, and queues the flush. Nothing happens when nothing waits.</summary>
    /// <exception cref="LogOfflineException">The write failed, now or before.</exception>
    public WriteOutcome WritePending() => throw new NotImplementedException();

    /// <summary>Removes the entry at <paramref name="index"/> and all behind it. Durable when it returns, so that no removed entry can come back behind a newer one.</summary>
    public void TruncateFrom(LogIndex index) => throw new NotImplementedException();

    /// <summary>
    /// Drops the whole segments below <paramref name="first"/>, so <see cref="FirstIndex"/> afterwards is at most that. When every entry is
    /// below it, a new segment is begun and all others go.
    /// </summary>
    public void TruncatePrefix(LogIndex first) => throw new NotImplementedException();

    /// <summary>Removes everything and lets the log begin anew behind a snapshot.</summary>
    /// <param name="first">The index of the next entry.</param>
    /// <param name="firstOffset">The offset of the next record.</param>
    /// <param name="previousTerm">The term of the entry before <paramref name="first"/>.</param>
    public void Reset(LogIndex first, Offset firstOffset, Term previousTerm) => throw new NotImplementedException();

    /// <summary>Seals the active segment and begins the next one; nothing happens when the active one is empty.</summary>
    public void Roll() => throw new NotImplementedException();

    /// <summary>The term of an entry, also of the one before <see cref="FirstIndex"/>; null when the index is outside.</summary>
    public Term? TermAt(LogIndex index) => throw new NotImplementedException();

    /// <summary>The offset behind the entry at <paramref name="index"/>: the high watermark when that entry is the last committed one.</summary>
    public Offset EndOffsetAt(LogIndex index) => throw new NotImplementedException();

    /// <summary>
    /// The last index such that the frames from <paramref name="from"/> to it take at most <paramref name="maxBytes"/>, but at least
    /// <paramref name="from"/> itself. For what is no longer cached the sparse index answers, and the range may be shorter than possible.
    /// </summary>
    /// <param name="from">An index in the log.</param>
    /// <param name="maxBytes">The limit.</param>
    /// <param name="bytes">The bytes of the range, or a little more.</param>
    public LogIndex LastIndexWithin(LogIndex from, int maxBytes, out long bytes) => throw new NotImplementedException();

    /// <summary>
    /// Adds the frames from <paramref name="from"/> to at most <paramref name="last"/> (inclusive) to <paramref name="into"/>, headers included;
    /// at least one, then no more than fit into <paramref name="maxBytes"/>. What comes from a file is checked first.
    /// </summary>
    /// <exception cref="LogCorruptException">A frame on disk is damaged.</exception>
    public FrameRange ReadFrames(LogIndex from, LogIndex last, int maxBytes, LogSlices into) => throw new NotImplementedException();

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
    public BatchRange ReadBatches(Offset from, Offset limit, int maxBytes, bool atLeastOne, LogSlices into) => throw new NotImplementedException();

    /// <summary>The first record below <paramref name="limit"/> whose timestamp is at least <paramref name="timestampMs"/>; null when there is none.</summary>
    public TimestampOffset? OffsetForTimestamp(long timestampMs, Offset limit) => throw new NotImplementedException();

    /// <summary>The record with the largest timestamp below <paramref name="limit"/> (KIP-734); null when there are no records.</summary>
    public TimestampOffset? OffsetOfMaxTimestamp(Offset limit) => throw new NotImplementedException();

    /// <summary>Where the largest term not above <paramref name="term"/> ends; null when the log has none.</summary>
    public EpochEndOffset? EndOffsetForEpoch(Term term) => throw new NotImplementedException();

    /// <summary>A cursor before the entry at <paramref name="from"/>.</summary>
    public LogCursor OpenCursor(LogIndex from) => throw new NotImplementedException();

    /// <summary>Writes, flushes and closes everything, so that the next open need not scan. An offline log is only closed.</summary>
    public void Dispose() => throw new NotImplementedException();
}
