using System.Text;
using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Short forms for logs of keyed records and their compaction.</summary>
internal static class KeyedLog
{
    public const long NowMs = 1_000_000;

    /// <summary>Appends one batch; returns its records as they are in the log.</summary>
    public static List<KeyedRecord> AppendKeyed(
        this PartitionLog log,
        IReadOnlyList<(string? Key, string? Value)> records,
        CompressionCodec codec = CompressionCodec.None,
        long timestampMs = 1000,
        int term = 1,
        (long Id, int Sequence)? producer = null,
        short attributes = 0)
    {
        FrameHeader header = log.StampAndAppend(Batch(records, codec, timestampMs, producer, attributes), EntryKind.Data, new Term(term));
        return [.. records.Select((record, i) => new KeyedRecord(header.BaseOffset + i, record.Key, record.Value, timestampMs + i))];
    }

    /// <summary>One batch with header room.</summary>
    public static PooledBuffer Batch(
        IReadOnlyList<(string? Key, string? Value)> records,
        CompressionCodec codec = CompressionCodec.None,
        long timestampMs = 1000,
        (long Id, int Sequence)? producer = null,
        short attributes = 0)
    {
        using var builder = new RecordBatchBuilder();
        for (int i = 0; i < records.Count; i++)
        {
            builder.Append(timestampMs + i, Bytes(records[i].Key), Bytes(records[i].Value));
        }

        using PooledBuffer batch = builder.Build(codec, attributes);
        if (producer is { } idempotent)
        {
            RecordBatch.SetProducerState(batch.Span, idempotent.Id, producerEpoch: 0, idempotent.Sequence);
        }

        return FrameBuffer.ForBatch(batch.Span);
    }

    /// <summary>Everything that a consumer finds from an offset on, each batch checked as a consumer would.</summary>
    public static List<KeyedRecord> Records(this PartitionLog log, Offset? from = null, int maxBytes = 4000)
    {
        var records = new List<KeyedRecord>();
        foreach (ReadOnlyMemory<byte> batch in log.FetchedBatches(from ?? log.LogStartOffset, maxBytes))
        {
            Assert.That(RecordBatch.VerifyIntegrity(batch.Span), Is.EqualTo(RecordBatchProblem.None));
            records.AddRange(RecordsOf(batch));
        }

        return records;
    }

    /// <summary>The records of one batch.</summary>
    public static List<KeyedRecord> RecordsOf(ReadOnlyMemory<byte> batch)
    {
        var records = new List<KeyedRecord>();
        using RecordReader reader = RecordReader.Open(batch);
        while (reader.TryRead(out Record record))
        {
            records.Add(new KeyedRecord(reader.Header.BaseOffset + record.OffsetDelta, Text(record.Key), Text(record.Value), record.TimestampMs));
        }

        return records;
    }

    /// <summary>The batches of as many fetches as it takes.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> FetchedBatches(this PartitionLog log, Offset from, int maxBytes = 4000, Offset? limit = null)
    {
        using var slices = new LogSlices();
        while (true)
        {
            slices.Clear();
            BatchRange range = log.ReadBatches(from, limit ?? log.LogEndOffset, maxBytes, atLeastOne: true, slices);
            if (range.Bytes == 0)
            {
                yield break;
            }

            byte[] bytes = new byte[slices.TotalBytes];
            slices.CopyTo(bytes);
            ReadOnlyMemory<byte> rest = bytes;
            while (RecordBatch.TryCut(ref rest, out ReadOnlyMemory<byte> batch))
            {
                yield return batch;
            }

            from = range.NextOffset;
        }
    }

    /// <summary>What a consumer that read everything holds in the end.</summary>
    public static Dictionary<string, string> Latest(IEnumerable<KeyedRecord> records)
    {
        var latest = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (KeyedRecord record in records.Where(record => record.Key is not null))
        {
            if (record.Value is { } value)
            {
                latest[record.Key!] = value;
            }
            else
            {
                latest.Remove(record.Key!);
            }
        }

        return latest;
    }

    /// <summary>Runs one compaction to its end; returns how many segments were installed.</summary>
    public static int Compact(
        this PartitionLog log, CompactionOptions? options = null, long mapBytes = 1 << 20, long nowMs = NowMs, LogIndex? commit = null, int stepBytes = 2000)
    {
        Offset end = commit is { } committed ? log.EndOffsetAt(committed) : log.LogEndOffset;
        using LogCompaction? compaction = log.BeginCompaction(
            options ?? new CompactionOptions(), commit ?? log.LastIndex, log.Producers.LastStableOffset(end), new KeyOffsetMap(mapBytes, new Random(1)), nowMs);
        int installed = 0;
        while (compaction is not null)
        {
            switch (compaction.Step(stepBytes))
            {
                case CompactionStep.SegmentReady:
                    installed += log.Install(compaction.TakeReady()) ? 1 : 0;
                    log.RemoveLeftovers();
                    break;
                case CompactionStep.Finished or CompactionStep.Overtaken:
                    return installed;
                default:
                    break;
            }
        }

        return installed;
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    private static string? Text(ReadOnlyMemory<byte>? bytes) => bytes is { } some ? Encoding.UTF8.GetString(some.Span) : null;
}
