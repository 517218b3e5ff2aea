using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Reads a log as a consumer of committed records does: up to the last stable offset, leaving out what the fetch says is aborted.</summary>
internal static class CommittedConsumer
{
    /// <summary>What it delivers, from an offset up to the last stable one.</summary>
    public static List<KeyedRecord> CommittedRecords(this PartitionLog log, Offset stable, Offset? begin = null, int maxBytes = 500)
    {
        var delivered = new List<KeyedRecord>();
        Offset from = begin ?? log.LogStartOffset;
        while (true)
        {
            using var slices = new LogSlices();
            var aborted = new List<AbortedTransaction>();
            BatchRange range = log.ReadCommittedBatches(from, stable, maxBytes, atLeastOne: true, slices, aborted);
            if (range.Bytes == 0)
            {
                return delivered;
            }

            byte[] bytes = new byte[slices.TotalBytes];
            slices.CopyTo(bytes);
            Deliver(bytes, aborted, from, delivered);
            from = range.NextOffset;
        }
    }

    // Each transaction counts as aborted from its first offset on until its marker comes by.
    private static void Deliver(ReadOnlyMemory<byte> rest, List<AbortedTransaction> aborted, Offset from, List<KeyedRecord> delivered)
    {
        var begins = new Queue<AbortedTransaction>(aborted.OrderBy(one => one.First));
        var leftOut = new HashSet<long>();
        while (RecordBatch.TryCut(ref rest, out ReadOnlyMemory<byte> batch))
        {
            Assert.That(RecordBatchHeader.TryParse(batch.Span, out RecordBatchHeader header), Is.True);
            while (begins.TryPeek(out AbortedTransaction next) && next.First <= header.LastOffset)
            {
                leftOut.Add(begins.Dequeue().ProducerId);
            }

            if (header.IsControl)
            {
                if (TransactionMarkerBatch.TryRead(batch.Span, out TransactionMarker marker, out _) && !marker.Commit)
                {
                    leftOut.Remove(marker.ProducerId);
                }
            }
            else if (!header.IsTransactional || !leftOut.Contains(header.ProducerId))
            {
                delivered.AddRange(KeyedLog.RecordsOf(batch).Where(record => record.Offset >= from));
            }
        }
    }
}
