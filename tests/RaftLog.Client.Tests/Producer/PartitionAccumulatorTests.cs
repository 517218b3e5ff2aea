using RaftLog.Model;

namespace RaftLog.Client.Tests;

/// <summary>When a partition's next batch goes out.</summary>
public sealed class PartitionAccumulatorTests
{
    private const long NowMs = 1_000;

    [TestCase(0, ExpectedResult = NowMs)]
    [TestCase(3, ExpectedResult = NowMs + 3)]
    public long? BatchAlone_WaitsForItsLingerOnly(int lingerMs) => With(lingerMs, records: 1).ReadyAtMs(isFlushing: false, followingMs: 0);

    // Twenty thousand records a second went in as many batches, each as dear as one of a thousand, and queued on brokers that had no time left.
    [TestCase(0, 5, ExpectedResult = NowMs + 5)]
    [TestCase(3, 5, ExpectedResult = NowMs + 5)]
    [TestCase(20, 5, ExpectedResult = NowMs + 20)]
    [TestCase(20, 300, ExpectedResult = NowMs + 300)]
    public long? BatchBehindAnother_GrowsForAWhile(int lingerMs, int followingMs) => With(lingerMs, records: 1).ReadyAtMs(isFlushing: false, followingMs);

    [Test]
    public void FullBatchBehindAnother_MayGoAtOnce() => Assert.That(With(0, records: 3).ReadyAtMs(isFlushing: false, followingMs: 5), Is.EqualTo(NowMs));

    [Test]
    public void BatchThatSomebodyFlushes_MayGoAtOnce() => Assert.That(With(20, records: 1).ReadyAtMs(isFlushing: true, followingMs: 5), Is.EqualTo(NowMs));

    [Test]
    public void NoBatch_IsNeverReady() => Assert.That(With(0, records: 0).ReadyAtMs(isFlushing: false, followingMs: 5), Is.Null);

    private static PartitionAccumulator With(int lingerMs, int records)
    {
        var options = new ProducerOptions { BootstrapServers = "127.0.0.1:9092", Linger = TimeSpan.FromMilliseconds(lingerMs), BatchBytes = 300 };
        var accumulator = new PartitionAccumulator(
            new TopicPartition("orders", 0), options, (partition, capacity) => new ProducerBatch(partition, NowMs, capacity));
        for (int i = 0; i < records; i++)
        {
            accumulator.Append(0, NullableBytes.Null, new byte[100], [], upperBound: 150, completion: null);
        }

        return accumulator;
    }
}
