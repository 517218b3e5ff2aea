using RaftLog.Model;

namespace RaftLog.Client.Tests;

/// <summary>When a partition's next batch goes out.</summary>
public sealed class PartitionAccumulatorTests
{
    private const long NowMs = 1_000;

    [TestCase(0, ExpectedResult = NowMs)]
    [TestCase(3, ExpectedResult = NowMs + 3)]
    public long? Batch_WaitsForItsLinger(int lingerMs) => With(records: 1).ReadyAtMs(isFlushing: false, lingerMs);

    [Test]
    public void FullBatch_MayGoAtOnce() => Assert.That(With(records: 3).ReadyAtMs(isFlushing: false, lingerMs: 5), Is.EqualTo(NowMs));

    [Test]
    public void BatchThatSomebodyFlushes_MayGoAtOnce() => Assert.That(With(records: 1).ReadyAtMs(isFlushing: true, lingerMs: 5), Is.EqualTo(NowMs));

    [Test]
    public void NoBatch_IsNeverReady() => Assert.That(With(records: 0).ReadyAtMs(isFlushing: false, lingerMs: 5), Is.Null);

    private static PartitionAccumulator With(int records)
    {
        var options = new ProducerOptions { BootstrapServers = "127.0.0.1:9092", BatchBytes = 300 };
        var accumulator = new PartitionAccumulator(
            new TopicPartition("orders", 0), options, (partition, capacity) => new ProducerBatch(partition, NowMs, capacity));
        for (int i = 0; i < records; i++)
        {
            accumulator.Append(0, NullableBytes.Null, new byte[100], [], upperBound: 150, completion: null);
        }

        return accumulator;
    }
}
