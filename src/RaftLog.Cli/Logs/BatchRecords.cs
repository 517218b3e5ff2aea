using RaftLog.Model;

namespace RaftLog.Cli.Logs;

/// <summary>The records of a batch, decompressed and copied out, so that they outlive the reader.</summary>
internal static class BatchRecords
{
    public static IReadOnlyList<BatchRecord> Read(ReadOnlyMemory<byte> batch)
    {
        var records = new List<BatchRecord>();
        using var reader = RecordReader.Open(batch);
        while (reader.TryRead(out var record))
        {
            records.Add(new BatchRecord(record.OffsetDelta, record.TimestampMs, record.Key?.ToArray(), record.Value?.ToArray()));
        }

        return records;
    }

    internal sealed record BatchRecord(int OffsetDelta, long TimestampMs, byte[]? Key, byte[]? Value);
}
