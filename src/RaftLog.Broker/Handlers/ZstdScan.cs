using RaftLog.Storage;

namespace RaftLog.Broker.Handlers;

/// <summary>Looks for zstd among batches that an old consumer would get: it cannot read them and has to be told so (KIP-110).</summary>
internal static class ZstdScan
{
    public static bool Finds(LogSlices slices)
    {
        for (int i = 0; i < slices.Count; i++)
        {
            // A slice holds whole batches: it is cut at frames.
            var rest = slices[i].Memory;
            while (RecordBatch.TryCut(ref rest, out var batch))
            {
                if (RecordBatchHeader.TryParse(batch.Span, out var header) && header.Codec == CompressionCodec.Zstd)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
