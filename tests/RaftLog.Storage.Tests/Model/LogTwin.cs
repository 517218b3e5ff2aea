using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>
/// All that a log was ever given and has not lost, in dictionaries: too simple to be wrong. It says what must be readable by index and by offset, what
/// may be missing since a compaction, what the producers appended last, and where the log begins.
/// </summary>
internal sealed class LogTwin
{
    private readonly Dictionary<long, TwinEntry> _entries = [];
    private readonly Dictionary<long, TwinEntry> _byBaseOffset = [];
    private readonly Dictionary<string, SortedSet<long>> _offsetsOfKeys = new(StringComparer.Ordinal);

    /// <summary>The entry before the first one that is remembered, with its term and end.</summary>
    public (LogIndex Index, Term Term, Offset End) Before { get; private set; } = (LogIndex.Zero, Term.Zero, Offset.Zero);

    public LogIndex LastIndex { get; private set; }

    public Term LastTerm => TermAt(LastIndex);

    public Offset EndOffset => EndOffsetAt(LastIndex);

    /// <summary>Everything up to here was reported as durable.</summary>
    public LogIndex Durable { get; set; }

    /// <summary>Everything up to here is never truncated.</summary>
    public LogIndex Committed { get; set; }

    /// <summary>The agreed log start.</summary>
    public Offset Start { get; set; }

    /// <summary>The commit index of the latest compaction, which goes no further.</summary>
    public LogIndex MayBeCleaned { get; private set; }

    /// <summary>The time of the latest compaction.</summary>
    public long CompactedAtMs { get; private set; } = long.MinValue;

    /// <summary>How long tombstones stay.</summary>
    public required long DeleteRetentionMs { get; init; }

    public TwinEntry this[LogIndex index] => _entries[index.Value];

    public Term TermAt(LogIndex index) => index == Before.Index ? Before.Term : _entries[index.Value].Header.Term;

    public Offset EndOffsetAt(LogIndex index) => index == Before.Index ? Before.End : _entries[index.Value].NextOffset;

    /// <summary>The entry whose batch begins at an offset; null when no batch does.</summary>
    public TwinEntry? BatchAt(Offset baseOffset) => _byBaseOffset.GetValueOrDefault(baseOffset.Value);

    public IEnumerable<TwinEntry> From(LogIndex first)
    {
        for (LogIndex index = first; index <= LastIndex; index = index.Next())
        {
            yield return _entries[index.Value];
        }
    }

    public void Append(byte[] frame)
    {
        TwinEntry entry = TwinEntry.Of(frame);
        LastIndex = LastIndex.Next();
        if (entry.Header.Index != LastIndex || entry.Header.BaseOffset != EndOffsetAt(LastIndex.Previous()))
        {
            throw new ModelDifferenceException($"The log stamped index {entry.Header.Index} and offset {entry.Header.BaseOffset} on what should be {LastIndex}.");
        }

        _entries.Add(LastIndex.Value, entry);
        if (entry.Header.Kind == EntryKind.Data)
        {
            _byBaseOffset.Add(entry.Header.BaseOffset.Value, entry);
        }

        foreach (KeyedRecord record in entry.Records.Where(record => record.Key is not null))
        {
            OffsetsOf(record.Key!).Add(record.Offset.Value);
        }
    }

    public void TruncateFrom(LogIndex index)
    {
        for (; LastIndex >= index; LastIndex = LastIndex.Previous())
        {
            _entries.Remove(LastIndex.Value, out TwinEntry? removed);
            _byBaseOffset.Remove(removed!.Header.BaseOffset.Value);
            foreach (KeyedRecord record in removed.Records.Where(record => record.Key is not null))
            {
                OffsetsOf(record.Key!).Remove(record.Offset.Value);
            }
        }

        Durable = Durable < index ? Durable : index.Previous();
    }

    /// <summary>A snapshot has taken the place of everything up to an entry, and the log begins behind it.</summary>
    public void ResetTo(LogIndex index, Term term, Offset end)
    {
        _entries.Clear();
        _byBaseOffset.Clear();
        _offsetsOfKeys.Clear();
        Before = (index, term, end);
        LastIndex = index;
        Durable = index;
        Committed = index;
    }

    public void BeginCompaction(long nowMs)
    {
        MayBeCleaned = Committed;
        CompactedAtMs = nowMs;
    }

    /// <summary>Compaction has been over everything up to an entry.</summary>
    public void NoteCleaned(LogIndex cleanedUpTo)
    {
        for (LogIndex index = cleanedUpTo; index > Before.Index && _entries[index.Value].CleanedAtMs is null; index = index.Previous())
        {
            _entries[index.Value].CleanedAtMs = CompactedAtMs;
        }
    }

    /// <summary>Whether compaction may have removed a record: it knew a later one of the key, or this is a tombstone whose time has passed.</summary>
    public bool MayBeMissing(TwinEntry entry, KeyedRecord record)
    {
        if (record.Key is null || entry.CleanedAtMs is not { } cleanedAt)
        {
            return false;
        }

        Offset end = EndOffsetAt(MayBeCleaned);
        bool hasLater = OffsetsOf(record.Key).GetViewBetween(record.Offset.Value + 1, long.MaxValue) is { Count: > 0 } later && later.Min < end.Value;
        return hasLater || (record.Value is null && cleanedAt + DeleteRetentionMs <= CompactedAtMs);
    }

    /// <summary>What each producer appended, from its first batch to its last.</summary>
    public Dictionary<long, List<ProducerBatch>> Producers()
    {
        var producers = new Dictionary<long, List<ProducerBatch>>();
        foreach (TwinEntry entry in From(Before.Index.Next()))
        {
            if (entry.ProducerId is { } id)
            {
                if (!producers.TryGetValue(id, out List<ProducerBatch>? batches))
                {
                    producers.Add(id, batches = []);
                }

                batches.Add(entry.Batch);
            }
        }

        return producers;
    }

    private SortedSet<long> OffsetsOf(string key)
    {
        if (!_offsetsOfKeys.TryGetValue(key, out SortedSet<long>? offsets))
        {
            _offsetsOfKeys.Add(key, offsets = []);
        }

        return offsets;
    }
}
