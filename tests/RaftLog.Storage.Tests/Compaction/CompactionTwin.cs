using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>All records that a compacted log was ever given and has not lost, and what must be true of any log that was compacted since.</summary>
internal sealed class CompactionTwin
{
    private readonly SortedDictionary<long, KeyedRecord> _records = [];

    public void Append(IEnumerable<KeyedRecord> records)
    {
        foreach (KeyedRecord record in records)
        {
            _records.Add(record.Offset.Value, record);
        }
    }

    /// <summary>The log ends here now.</summary>
    public void TruncateFrom(Offset end)
    {
        foreach (long offset in _records.Keys.Where(offset => offset >= end.Value).ToList())
        {
            _records.Remove(offset);
        }
    }

    public void Check(PartitionLog log, Random random)
    {
        List<KeyedRecord> found = log.Records(maxBytes: random.Next(1, 5000));
        foreach (KeyedRecord record in found)
        {
            Assert.That(record, Is.EqualTo(_records.GetValueOrDefault(record.Offset.Value)), "A record is not the one that was appended at its offset.");
        }

        Assert.That(found.Select(record => record.Offset.Value), Is.Ordered.Ascending);
        Assert.That(
            KeyedLog.Latest(found), Is.EquivalentTo(KeyedLog.Latest(_records.Values.Where(record => record.Offset >= log.LogStartOffset))), "The last values differ.");
        CheckFetch(log, found, random);
        CheckTimestamps(log, found, random);
        CheckIndexes(log);
        CheckCursor(log, random);
    }

    /// <summary>After a compaction of all that is sealed: of each key only the last record is left below <paramref name="end"/>.</summary>
    public static void CheckIsClean(PartitionLog log, Offset end)
    {
        IEnumerable<KeyedRecord> cleaned = log.Records().Where(record => record.Offset < end);
        Assert.That(cleaned.GroupBy(record => record.Key).Where(group => group.Count() > 1).Select(group => group.Key), Is.Empty, "Keys with older records.");
    }

    private static void CheckFetch(PartitionLog log, List<KeyedRecord> found, Random random)
    {
        var from = new Offset(random.NextInt64(log.LogStartOffset.Value, log.LogEndOffset.Value + 1));
        IEnumerable<KeyedRecord> fetched = log.Records(from).Where(record => record.Offset >= from);
        Assert.That(fetched, Is.EqualTo(found.Where(record => record.Offset >= from)), $"Fetch of {from}.");
    }

    private static void CheckTimestamps(PartitionLog log, List<KeyedRecord> found, Random random)
    {
        long timestamp = random.Next(900, 3100);
        Assert.That(
            log.OffsetForTimestamp(timestamp, log.LogEndOffset)?.Offset,
            Is.EqualTo(found.Find(record => record.TimestampMs >= timestamp)?.Offset),
            $"Timestamp {timestamp}.");
        Assert.That(log.OffsetOfMaxTimestamp(log.LogEndOffset)?.Timestamp, Is.EqualTo(found.Max(record => (long?)record.TimestampMs)));
    }

    private static void CheckIndexes(PartitionLog log)
    {
        Offset end = log.LogStartOffset;
        for (LogIndex index = log.FirstIndex; index <= log.LastIndex; index = index.Next())
        {
            Offset next = log.EndOffsetAt(index);
            Assert.That(next, Is.GreaterThanOrEqualTo(end));
            Assert.That(log.TermAt(index), Is.Not.Null);
            Assert.That(log.LastIndexWithin(index, 1, out _), Is.EqualTo(index <= log.CleanedUpTo ? index.Previous() : index));
            end = next;
        }

        Assert.That(end, Is.EqualTo(log.LogEndOffset));
    }

    private static void CheckCursor(PartitionLog log, Random random)
    {
        var from = new LogIndex(random.NextInt64(log.FirstIndex.Value, log.LastIndex.Value + 2));
        using LogCursor cursor = log.OpenCursor(from);
        LogIndex last = from.Previous();
        while (cursor.MoveNext(log.LastIndex))
        {
            Assert.That(cursor.Current.Header.Index, Is.GreaterThan(last));
            last = cursor.Current.Header.Index;
        }
    }
}
