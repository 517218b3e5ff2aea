using RaftLog.Model;

namespace RaftLog.MicroBenchmarks;

/// <summary>Record batches as producers send them.</summary>
internal static class Batches
{
    /// <summary>A batch of records whose values look like text with some repetition, as logged events do.</summary>
    public static byte[] Of(int records, int valueBytes)
    {
        using var builder = new RecordBatchBuilder();
        byte[] value = Value(valueBytes);
        for (int i = 0; i < records; i++)
        {
            builder.Append(1_000 + i, NullableBytes.Null, value);
        }

        using PooledBuffer batch = builder.Build();
        return batch.Span.ToArray();
    }

    /// <summary>Words drawn from a small vocabulary, always the same ones.</summary>
    public static byte[] Value(int bytes)
    {
        string[] words = ["order", "created", "shipped", "customer", "region-7", "amount", "status", "ok", "retry", "1024"];
        var random = new Random(7);
        var text = new System.Text.StringBuilder(bytes + 16);
        while (text.Length < bytes)
        {
            text.Append(words[random.Next(words.Length)]).Append(' ').Append(random.Next(100)).Append(';');
        }

        return System.Text.Encoding.UTF8.GetBytes(text.ToString(0, bytes));
    }
}
