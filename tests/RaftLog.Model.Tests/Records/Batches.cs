using System.Text;

namespace RaftLog.Model.Tests;

/// <summary>Batches for the tests of this folder.</summary>
internal static class Batches
{
    /// <summary>One record: timestamp 1000, key "k", value "v", one header h=x. Taken apart field by field in the golden test.</summary>
    public static byte[] Golden() => Convert.FromHexString(
        "0000000000000000" + "0000003e" + "ffffffff" + "02" + "85d4936f" + "0000" + "00000000"
        + "00000000000003e8" + "00000000000003e8" + "ffffffffffffffff" + "ffff" + "ffffffff" + "00000001"
        + "18" + "00" + "00" + "00" + "026b" + "0276" + "02" + "0268" + "0278");

    public static byte[] Build(int records, CompressionCodec codec = CompressionCodec.None, int valueBytes = 100)
    {
        using var builder = new RecordBatchBuilder();
        for (int i = 0; i < records; i++)
        {
            builder.Append(1_000 + i, Encoding.UTF8.GetBytes($"key-{i}"), Encoding.UTF8.GetBytes(new string('v', valueBytes) + i));
        }

        using PooledBuffer batch = builder.Build(codec);
        return batch.Span.ToArray();
    }
}
