using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Compares a log with its twin: a sample after each operation, everything when it was opened and now and then.</summary>
/// <param name="twin">What must be there.</param>
/// <param name="log">What is there.</param>
/// <param name="random">Draws the samples.</param>
internal sealed class TwinComparison(LogTwin twin, PartitionLog log, Random random)
{
    private const int SampleBytes = 1500;

    /// <summary>Both ends, the producers, and one place by index, by offset and by time.</summary>
    public void Sample()
    {
        CompareEnds();
        CompareProducers();
        if (log.LastIndex >= log.FirstIndex)
        {
            var index = new LogIndex(random.NextInt64(log.FirstIndex.Value, log.LastIndex.Value + 1));
            CompareEntry(index);
            CompareFrames(index, atMost: 5);
        }

        if (log.LogStartOffset < log.LogEndOffset)
        {
            var from = new Offset(random.NextInt64(log.LogStartOffset.Value, log.LogEndOffset.Value));
            CompareRecords(from, new Offset(random.NextInt64(from.Value, Math.Min(from.Value + 40, log.LogEndOffset.Value) + 1)));
        }
    }

    /// <summary>Every entry, every record, every table.</summary>
    public void Everything()
    {
        Sample();
        CompareFrames(log.FirstIndex, int.MaxValue);
        for (LogIndex index = log.FirstIndex; index <= log.LastIndex; index = index.Next())
        {
            CompareEntry(index);
        }

        List<KeyedRecord> found = CompareRecords(log.LogStartOffset, log.LogEndOffset);
        IEnumerable<KeyedRecord> given = twin.From(log.FirstIndex).SelectMany(entry => entry.Records).Where(record => record.Offset >= log.LogStartOffset);
        Require(KeyedLog.Latest(found).ToHashSet().SetEquals(KeyedLog.Latest(given)), "The last values of the keys differ.");
        CompareTimestamps(found);
        CompareTerms();
        CompareIndexesOf(EntryKind.Configuration, log.ConfigurationIndexes);
        CompareIndexesOf(EntryKind.Command, log.CommandIndexes);
        CompareCursor();
    }

    /// <summary>After compaction of everything, when no tombstone had time left: one record of a key, and it has a value.</summary>
    public void IsClean()
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (KeyedRecord record in log.Records().Where(record => record.Key is not null))
        {
            Require(keys.Add(record.Key!), $"There are two records of {record.Key}, one at {record.Offset}.");
            Require(record.Value is not null, $"The tombstone at {record.Offset} is still there.");
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ModelDifferenceException(otherwise);
        }
    }

    private static void Equal<T>(T actual, T expected, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(actual, expected))
        {
            throw new ModelDifferenceException($"{what} is {actual}, not {expected}.");
        }
    }

    private void CompareEnds()
    {
        Equal(log.LastIndex, twin.LastIndex, "The last index");
        Equal(log.LastTerm, twin.LastTerm, "The last term");
        Equal(log.LogEndOffset, twin.EndOffset, "The end");
        Equal(log.FirstOffset, twin.EndOffsetAt(log.FirstIndex.Previous()), "The offset of the first entry");
        Equal(log.PreviousTerm, twin.TermAt(log.FirstIndex.Previous()), "The term before the first entry");
        Equal(log.LogStartOffset, twin.Start > log.FirstOffset ? twin.Start : log.FirstOffset, "The log start");
        Require(log.CleanedUpTo <= twin.MayBeCleaned, $"Compaction came to {log.CleanedUpTo}, though only {twin.MayBeCleaned} was committed.");
    }

    // Of each producer its last batch, and of those before it some, in their order; nothing of anybody else. A truncation forgets some of them, and
    // compaction may have removed others.
    private void CompareProducers()
    {
        Dictionary<long, List<ProducerBatch>> expected = twin.Producers();
        Equal(log.Producers.Count, expected.Count, "The number of producers");
        foreach ((long id, List<ProducerBatch> batches) in expected)
        {
            Require(log.Producers.Producers.TryGetValue(id, out ProducerEntry? known), $"Producer {id} is not known.");
            Equal(known!.Last?.BaseOffset, (Offset?)batches[^1].BaseOffset, $"The last batch of producer {id}");
            int at = 0;
            for (int i = 0; i < known.Count; i++)
            {
                at = batches.FindIndex(at, batch => batch with { TimestampMs = 0 } == known[i] with { TimestampMs = 0 }) + 1;
                Require(at > 0, $"{known[i]} was not appended by producer {id}, or not behind the one before it.");
            }
        }
    }

    private void CompareEntry(LogIndex index)
    {
        Equal(log.TermAt(index), (Term?)twin[index].Header.Term, $"The term of {index}");
        Offset end = log.EndOffsetAt(index);
        LogIndex last = log.LastIndexWithin(index, SampleBytes, out long bytes);
        if (index <= log.CleanedUpTo)
        {
            Require(end >= twin.EndOffsetAt(index) && end <= twin.EndOffsetAt(log.CleanedUpTo), $"The end of {index}, over which compaction has been, is {end}.");
            Equal(last, index.Previous(), $"The entries within {SampleBytes} bytes from {index} on");
            return;
        }

        Equal(end, twin.EndOffsetAt(index), $"The end of {index}");
        long exact = 0;
        for (LogIndex i = index; i <= last; i = i.Next())
        {
            exact += twin[i].Frame.Length;
        }

        Require(last >= index && bytes >= exact && (last == index || exact <= SampleBytes), $"{index} to {last} are {exact} bytes, not {bytes}.");
    }

    // Byte for byte, in as many reads as it takes; nothing where compaction has been.
    private void CompareFrames(LogIndex from, int atMost)
    {
        using var slices = new LogSlices();
        int maxBytes = random.Next(1, 4000);
        LogIndex to = atMost < log.LastIndex - from ? from + atMost : log.LastIndex;
        LogIndex cleaned = log.CleanedUpTo;
        while (from <= to)
        {
            slices.Clear();
            FrameRange range = log.ReadFrames(from, to, maxBytes, slices);
            if (from <= cleaned)
            {
                Require(range.IsEmpty, $"Frames are read from {from} on, where compaction has been.");
                from = cleaned.Next();
                continue;
            }

            Require(!range.IsEmpty, $"Nothing is read from {from} on: {range.Status}.");
            CompareBytes(slices, from, range.Last);
            from = range.Last.Next();
        }
    }

    private void CompareBytes(LogSlices slices, LogIndex from, LogIndex last)
    {
        byte[] bytes = new byte[slices.TotalBytes];
        slices.CopyTo(bytes);
        int at = 0;
        for (LogIndex index = from; index <= last; index = index.Next())
        {
            byte[] frame = twin[index].Frame;
            Require(at + frame.Length <= bytes.Length && bytes.AsSpan(at, frame.Length).SequenceEqual(frame), $"The frame of {index} differs.");
            at += frame.Length;
        }

        Equal(at, bytes.Length, $"The length of {from} to {last}");
    }

    // Each record that is found was appended there, and each that is not was one for compaction to remove.
    private List<KeyedRecord> CompareRecords(Offset from, Offset limit)
    {
        var found = new List<KeyedRecord>();
        foreach (ReadOnlyMemory<byte> batch in log.FetchedBatches(from, random.Next(1, 4000), limit))
        {
            Require(RecordBatchHeader.TryParse(batch.Span, out RecordBatchHeader header), "What was fetched is no batch.");
            TwinEntry? entry = twin.BatchAt(header.BaseOffset);
            Require(entry is not null, $"No batch was appended at {header.BaseOffset}.");
            Require(
                entry!.Header.Index <= log.CleanedUpTo ? RecordBatch.VerifyIntegrity(batch.Span) == RecordBatchProblem.None : batch.Span.SequenceEqual(entry.Frame.AsSpan(FrameHeader.Size)),
                $"The batch at {header.BaseOffset} differs.");
            found.AddRange(KeyedLog.RecordsOf(batch).Where(record => record.Offset >= from));
        }

        int at = 0;
        foreach (TwinEntry entry in twin.From(log.FirstIndex).Where(entry => entry.NextOffset > from && entry.NextOffset <= limit))
        {
            foreach (KeyedRecord record in entry.Records.Where(record => record.Offset >= from))
            {
                if (at < found.Count && found[at].Offset == record.Offset)
                {
                    Equal(found[at++], record, $"What was fetched from {from} up to {limit}");
                }
                else
                {
                    Require(twin.MayBeMissing(entry, record), $"{record} is missing in what was fetched from {from} up to {limit}.");
                }
            }
        }

        Equal(at, found.Count, $"The number of records from {from} up to {limit} that were ever appended");
        return found;
    }

    private void CompareTimestamps(List<KeyedRecord> found)
    {
        long timestamp = random.Next(900, 3100);
        Equal(log.OffsetForTimestamp(timestamp, log.LogEndOffset)?.Offset, found.Find(record => record.TimestampMs >= timestamp)?.Offset, $"The first record since {timestamp}");
        if (log.LogStartOffset == log.FirstOffset)
        {
            Equal(log.OffsetOfMaxTimestamp(log.LogEndOffset)?.Timestamp, found.Max(record => (long?)record.TimestampMs), "The largest timestamp");
        }
    }

    private void CompareTerms()
    {
        for (Term term = twin.TermAt(log.FirstIndex.Previous()); term <= twin.LastTerm.Next(); term = term.Next())
        {
            TwinEntry? last = twin.From(log.FirstIndex).LastOrDefault(entry => entry.Header.Term <= term);
            Equal(log.EndOffsetForEpoch(term), last is null ? null : new EpochEndOffset(last.Header.Term, last.NextOffset), $"The end of {term}");
        }
    }

    private void CompareIndexesOf(EntryKind kind, IReadOnlyList<LogIndex> found) =>
        Require(
            found.SequenceEqual(twin.From(log.FirstIndex).Where(entry => entry.Header.Kind == kind).Select(entry => entry.Header.Index)),
            $"The indexes of kind {kind} are {string.Join(' ', found)}.");

    private void CompareCursor()
    {
        var from = new LogIndex(random.NextInt64(log.FirstIndex.Value, log.LastIndex.Value + 2));
        using LogCursor cursor = log.OpenCursor(from);
        LogIndex last = from.Previous();
        while (cursor.MoveNext(log.LastIndex))
        {
            LogIndex index = cursor.Current.Header.Index;
            Require(index > last && (index == last.Next() || last < log.CleanedUpTo), $"The cursor went from {last} to {index}.");
            last = index;
        }

        Require(last == log.LastIndex || last < log.CleanedUpTo, $"The cursor ended at {last}.");
    }
}
