using System.Text;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>Record batches for tests, in buffers with header room.</summary>
internal static class Batches
{
    /// <summary>A batch with one record.</summary>
    public static PooledBuffer Of(string value, long producerId = RecordBatchHeader.NoProducerId, int sequence = RecordBatchHeader.NoSequence) =>
        Of([value], producerId, sequence);

    /// <summary>A batch with a record for each value.</summary>
    public static PooledBuffer Of(
        IEnumerable<string> values, long producerId = RecordBatchHeader.NoProducerId, int sequence = RecordBatchHeader.NoSequence)
    {
        using var builder = new RecordBatchBuilder();
        foreach (string value in values)
        {
            builder.Append(1_000, NullableBytes.Null, Encoding.UTF8.GetBytes(value));
        }

        using PooledBuffer batch = builder.Build();
        if (producerId >= 0)
        {
            RecordBatch.SetProducerState(batch.Span, producerId, producerEpoch: 0, sequence);
        }

        return FrameBuffer.ForBatch(batch.Span);
    }

    /// <summary>All records of a log from the first offset to the high watermark.</summary>
    public static List<string> Read(PartitionLog log, Offset limit)
    {
        var values = new List<string>();
        Offset from = log.LogStartOffset;
        while (from < limit)
        {
            using var slices = new LogSlices();
            BatchRange range = log.ReadBatches(from, limit, 1 << 20, atLeastOne: true, slices);
            Assert.That(range.Status, Is.EqualTo(ReadStatus.Ok));
            Assert.That(range.NextOffset, Is.GreaterThan(from), "The read does not get on.");
            var bytes = new byte[slices.TotalBytes];
            slices.CopyTo(bytes);
            ReadOnlyMemory<byte> data = bytes;
            while (RecordBatch.TryCut(ref data, out ReadOnlyMemory<byte> batch))
            {
                using RecordReader reader = RecordReader.Open(batch);
                Assert.That(reader.Header.BaseOffset.Value, Is.EqualTo(values.Count), "Offsets have a gap.");
                while (reader.TryRead(out Record record))
                {
                    values.Add(Encoding.UTF8.GetString(record.Value!.Value.Span));
                }
            }

            from = range.NextOffset;
        }

        return values;
    }
}
