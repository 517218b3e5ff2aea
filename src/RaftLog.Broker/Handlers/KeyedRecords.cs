namespace RaftLog.Broker.Handlers;

/// <summary>
/// What a compacted topic asks of a batch: records that can be read and that have a key each. One without would stay for ever, since nothing can
/// take its place; and a batch that cannot be read can never be cleaned.
/// </summary>
internal static class KeyedRecords
{
    // What the answer names them by is a sentence each; a producer that sends more of them has seen enough.
    private const int MostNamed = 1_000;

    /// <summary>Looks through a batch whose header was checked.</summary>
    /// <param name="batch">One whole batch.</param>
    /// <param name="keyless">The indexes of the first records without a key; null when each has one.</param>
    public static ErrorCode Check(ReadOnlyMemory<byte> batch, out IReadOnlyList<int>? keyless)
    {
        keyless = null;
        var found = new List<int>();
        try
        {
            using var reader = RecordReader.Open(batch);
            for (int i = 0; reader.TryRead(out var record); i++)
            {
                if (record.OffsetDelta != i)
                {
                    return KafkaErrors.Of(RecordBatchProblem.MalformedRecord);
                }

                if (record.Key is null && found.Count < MostNamed)
                {
                    found.Add(i);
                }
            }
        }
        catch (InvalidRecordBatchException unreadable)
        {
            return KafkaErrors.Of(unreadable.Problem);
        }

        if (found.Count == 0)
        {
            return ErrorCode.None;
        }

        keyless = found;
        return ErrorCode.InvalidRecord;
    }
}
