using System.Buffers;
using System.Text;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Support;

/// <summary>Record batches as producers send them, and the requests around them.</summary>
internal static class Batches
{
    /// <summary>A batch with these values.</summary>
    public static byte[] Of(params string[] values) => Of(CompressionCodec.None, values);

    public static byte[] Of(CompressionCodec codec, params string[] values)
    {
        using var builder = new RecordBatchBuilder();
        foreach (var value in values)
        {
            builder.Append(1_000, NullableBytes.Null, Encoding.UTF8.GetBytes(value));
        }

        using var batch = builder.Build(codec);
        return batch.Span.ToArray();
    }

    /// <summary>A batch of a transaction.</summary>
    public static byte[] Transactional(string value)
    {
        using var builder = new RecordBatchBuilder();
        builder.Append(1_000, NullableBytes.Null, Encoding.UTF8.GetBytes(value));
        using var batch = builder.Build(attributes: 0x10);
        return batch.Span.ToArray();
    }

    /// <summary>The same batch as the idempotent producer's.</summary>
    public static byte[] WithProducer(byte[] batch, long producerId, short epoch, int sequence)
    {
        RecordBatch.SetProducerState(batch, producerId, epoch, sequence);
        return batch;
    }

    public static ProduceRequest Produce(string topic, int partition, byte[] batch, short acks = -1) => new()
    {
        Acks = acks,
        TimeoutMs = 30_000,
        TopicData = [Topic(topic, partition, batch)],
    };

    public static ProduceRequest.Topic Topic(string topic, int partition, byte[] batch) => new()
    {
        Name = topic,
        PartitionData = [new ProduceRequest.Partition { Index = partition, Records = new ReadOnlySequence<byte>(batch) }],
    };

    public static FetchRequest Fetch(string topic, int partition, long offset, int maxWaitMs = 0, int minBytes = 1) => new()
    {
        MaxWaitMs = maxWaitMs,
        MinBytes = minBytes,
        MaxBytes = 1 << 20,
        Topics =
        [
            new FetchRequest.FetchTopic
            {
                Topic = topic,
                Partitions = [new FetchRequest.FetchPartition { Partition = partition, FetchOffset = offset, PartitionMaxBytes = 1 << 20 }],
            },
        ],
    };

    /// <summary>The values of all whole batches, in order.</summary>
    public static List<string> Values(ReadOnlySequence<byte>? records)
    {
        var values = new List<string>();
        ReadOnlyMemory<byte> rest = records.GetValueOrDefault().ToArray();
        while (RecordBatch.TryCut(ref rest, out var batch))
        {
            using var reader = RecordReader.Open(batch);
            while (reader.TryRead(out var record))
            {
                values.Add(Encoding.UTF8.GetString(record.Value.GetValueOrDefault().Span));
            }
        }

        return values;
    }
}
