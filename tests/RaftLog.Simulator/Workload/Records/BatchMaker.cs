using System.Globalization;
using System.Text;
using RaftLog.Model;
using RaftLog.Simulator.Workload.Producers;

namespace RaftLog.Simulator.Workload.Records;

/// <summary>Makes the batches of one producer: numbered records under its name, with keys where the topic is compacted.</summary>
internal sealed class BatchMaker(WorkloadContext context, string topic, string producer, ProducerHabits habits, bool isKeyed = false)
{
    private int _next;

    public string Topic { get; } = topic;

    /// <summary>Makes the next batch for a partition, without sequence.</summary>
    public SentBatch Make(int partition, short acks, bool isRepeated = false) => Make(partition, acks, isRepeated, NoSequence);

    /// <summary>Makes the next batch for a partition with a sequence.</summary>
    public SentBatch MakeSequenced(int partition, long producerId, short producerEpoch, int sequence) => Make(
        partition,
        SentBatch.AcksAll,
        isRepeated: true,
        batch => RecordBatch.SetProducerState(batch.Span, producerId, producerEpoch, sequence));

    private SentBatch Make(int partition, short acks, bool isRepeated, Action<PooledBuffer> finish)
    {
        long nowMs = context.World.Outside.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var values = new List<string>();
        using var builder = new RecordBatchBuilder();
        for (int count = context.World.Random.Next(1, habits.MaxRecords + 1); count > 0; count--)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{producer}-{_next++}");
            values.Add(name);
            NullableBytes key = isKeyed ? Encoding.UTF8.GetBytes(RecordText.KeyOf(name)) : null;
            builder.Append(nowMs, key, RecordText.Write(name, context.World.Random.Next(habits.MaxPaddingBytes + 1)));
        }

        using var batch = builder.Build(habits.Codec);
        finish(batch);
        return new SentBatch
        {
            Topic = Topic,
            Partition = partition,
            Values = values,
            Bytes = batch.Span.ToArray(),
            Acks = acks,
            IsRepeated = isRepeated,
        };
    }

    private static void NoSequence(PooledBuffer batch)
    {
        // A plain producer's batch is as it was built.
    }
}
