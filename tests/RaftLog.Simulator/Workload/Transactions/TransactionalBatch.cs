using System.Text;
using RaftLog.Model;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Transactions;

/// <summary>The batches of a transactional producer.</summary>
internal static class TransactionalBatch
{
    // The low byte of the attributes, and the bit in it.
    private const int AttributesPosition = 22;
    private const byte TransactionalBit = 0x10;

    /// <summary>A batch of these records, with their keys if it is for a compacted topic.</summary>
    public static byte[] Of(IEnumerable<string> records, long producerId, short producerEpoch, int sequence, bool isKeyed = false)
    {
        using var builder = new RecordBatchBuilder();
        foreach (string record in records)
        {
            NullableBytes key = isKeyed ? Encoding.UTF8.GetBytes(RecordText.KeyOf(record)) : null;
            builder.Append(1_000, key, RecordText.Write(record, paddingBytes: 0));
        }

        using var batch = builder.Build(CompressionCodec.None);
        batch.Span[AttributesPosition] |= TransactionalBit;
        RecordBatch.SetProducerState(batch.Span, producerId, producerEpoch, sequence);
        return batch.Span.ToArray();
    }
}
