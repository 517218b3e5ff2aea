namespace RaftLog.Broker.Handlers;

/// <summary>
/// The largest timestamp in the header of a batch, which retention and lookups by time go by. Some producers leave it out (sarama before 1.27);
/// Kafka's brokers put it in themselves, so nobody notices there.
/// </summary>
internal static class LargestTimestamp
{
    /// <summary>Puts it in where the header cannot be right: it states less than the first record has.</summary>
    /// <param name="batch">One whole batch whose header was checked.</param>
    /// <param name="writable">The same bytes.</param>
    public static ErrorCode Complete(ReadOnlyMemory<byte> batch, Span<byte> writable)
    {
        if (!RecordBatchHeader.TryParse(writable, out var header) || header.MaxTimestampMs >= header.BaseTimestampMs)
        {
            return ErrorCode.None;
        }

        long largestMs = header.BaseTimestampMs;
        try
        {
            using var reader = RecordReader.Open(batch);
            while (reader.TryRead(out var record))
            {
                largestMs = Math.Max(largestMs, record.TimestampMs);
            }
        }
        catch (InvalidRecordBatchException unreadable)
        {
            return KafkaErrors.Of(unreadable.Problem);
        }

        RecordBatch.SetMaxTimestamp(writable, largestMs);
        return ErrorCode.None;
    }
}
