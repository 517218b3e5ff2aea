using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>What was written to a log with transactions, in a list: who asks for something looks through all of it.</summary>
internal sealed class TransactionTwin
{
    private readonly List<Written> _all = [];

    public LogIndex LastIndex => _all.Count == 0 ? LogIndex.Zero : _all[^1].Index;

    public Offset End => _all.Count == 0 ? Offset.Zero : _all[^1].Next;

    public void Add(in Written written) => _all.Add(written);

    public void TruncateFrom(LogIndex index) => _all.RemoveAll(written => written.Index >= index);

    public Offset EndAt(LogIndex index) => _all.FindLast(written => written.Index <= index).Next;

    public bool IsOpen(long producer) => OpenSince(producer, End) is not null;

    /// <summary>Where a producer's transaction begins that has no marker below an offset.</summary>
    public Offset? OpenSince(long producer, Offset below)
    {
        Offset? open = null;
        foreach (Written written in _all.Where(written => written.Producer == producer && written.IsTransactional))
        {
            open = written.Commit is null ? open ?? written.Base : written.Base < below ? null : open;
        }

        return open;
    }

    public Offset Stable(Offset highWatermark)
    {
        Offset stable = highWatermark;
        foreach (long producer in _all.Where(written => written.IsTransactional).Select(written => written.Producer).Distinct())
        {
            // Also those are open that began behind the last marker below the high watermark and have a marker above it.
            foreach (Offset first in Begun(producer, highWatermark))
            {
                stable = first < stable ? first : stable;
            }
        }

        return stable;
    }

    /// <summary>What readers of committed records are to find between two offsets.</summary>
    public List<KeyedRecord> Committed(Offset from, Offset stable)
    {
        var found = new List<KeyedRecord>();
        for (int i = 0; i < _all.Count; i++)
        {
            Written written = _all[i];
            if (written.Next <= stable && written.Commit is null && (!written.IsTransactional || Outcome(i)))
            {
                found.AddRange(written.Records.Where(record => record.Offset >= from));
            }
        }

        return found;
    }

    private bool Outcome(int data) =>
        _all.Skip(data + 1).FirstOrDefault(written => written.Producer == _all[data].Producer && written.Commit is not null).Commit == true;

    private IEnumerable<Offset> Begun(long producer, Offset highWatermark)
    {
        Offset? first = null;
        foreach (Written written in _all.Where(written => written.Producer == producer && written.IsTransactional))
        {
            if (written.Commit is null)
            {
                first ??= written.Base;
                continue;
            }

            if (first is { } ended && written.Base >= highWatermark)
            {
                yield return ended;
            }

            first = null;
        }

        if (first is { } open)
        {
            yield return open;
        }
    }

    /// <summary>One entry.</summary>
    internal readonly record struct Written(
        LogIndex Index, Offset Base, Offset Next, long Producer, bool IsTransactional, bool? Commit, IReadOnlyList<KeyedRecord> Records);
}
