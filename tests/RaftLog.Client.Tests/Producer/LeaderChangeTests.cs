using RaftLog.Model;

namespace RaftLog.Client.Tests;

/// <summary>What a producer does when the leader of a partition dies, moves, or only falls silent.</summary>
[CancelAfter(30_000)]
public sealed class LeaderChangeTests
{
    private const string Topic = "orders";

    [Test]
    public async Task MovedLeader_IsFollowed()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        await using var producer = new Producer<string, string>(cluster.ProducerOptions());
        await ProducerTests.ProduceNumbersAsync(producer, 10);

        cluster.MoveLeader(Topic, 0, leader: 2);
        DeliveryResult result = await producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "key", "10"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Offset, Is.EqualTo(10));
            ProducerTests.AssertInOrderOnce(cluster, 11);
        }
    }

    /// <summary>It is the only broker that the producer is connected to, it answers at once, and it does not know of its successor.</summary>
    [Test]
    public async Task LeaderThatIsCutOffFromTheOthers_IsNotTheOnlyOneAskedForItsSuccessor()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        cluster.MoveLeader(Topic, 0, leader: 0);
        await using var producer = new Producer<string, string>(cluster.ProducerOptions());
        await ProducerTests.ProduceNumbersAsync(producer, 10);

        cluster.CutOff(0, Topic);
        cluster.MoveLeader(Topic, 0, leader: 1);
        DeliveryResult result = await producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "key", "10"));

        Assert.That(result.Offset, Is.EqualTo(10));
    }

    [Test]
    public async Task KilledLeader_IsReplaced_AsSoonAsAnotherIsElected()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        await using var producer = new Producer<string, string>(cluster.ProducerOptions());
        await ProducerTests.ProduceNumbersAsync(producer, 10);

        cluster.Brokers[0].Kill();
        Task<DeliveryResult> produced = producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "key", "10")).AsTask();
        await WaitForRequestsAsync(cluster, more: 5);
        cluster.MoveLeader(Topic, 0, leader: 1);

        Assert.That((await produced).Offset, Is.EqualTo(10));
    }

    [Test]
    public async Task SilentLeader_IsGivenUp_OnceOthersLead()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        ProducerOptions options = cluster.ProducerOptions() with { SilentLeaderCheck = TimeSpan.FromMilliseconds(20) };
        await using var producer = new Producer<string, string>(options);
        await ProducerTests.ProduceNumbersAsync(producer, 10);

        cluster.Brokers[0].Pause();
        Task<DeliveryResult> produced = producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "key", "10")).AsTask();
        cluster.MoveLeader(Topic, 0, leader: 1);

        Assert.That((await produced).Offset, Is.EqualTo(10));
    }

    /// <summary>The producer had nothing to send for so long that the cluster has fenced the broker by now.</summary>
    [Test]
    public async Task SilentLeader_IsGivenUp_AlsoOnceItHasLeftTheMetadata()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        ProducerOptions options = cluster.ProducerOptions() with
        {
            SilentLeaderCheck = TimeSpan.FromMilliseconds(20),
            RequestTimeout = TimeSpan.FromHours(1),
            DeliveryTimeout = TimeSpan.FromHours(2),
        };
        await using var producer = new Producer<string, string>(options);
        await ProducerTests.ProduceNumbersAsync(producer, 10);

        cluster.Brokers[0].Pause();
        cluster.MoveLeader(Topic, 0, leader: 1);
        cluster.Fenced = 0;
        DeliveryResult result = await producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "key", "10"));

        Assert.That(result.Offset, Is.EqualTo(10));
    }

    /// <summary>
    /// Partitions elect one by one. What still seems to be led by the silent broker when the first has moved is sent to it over a new
    /// connection, which its system accepts and it never answers; that must not wait for the connect timeout.
    /// </summary>
    [Test]
    public async Task SilentLeader_IsGivenUp_AlsoWhileItIsConnectedToAnew()
    {
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 2);
        cluster.MoveLeader(Topic, 1, leader: 0);
        ProducerOptions options = cluster.ProducerOptions() with
        {
            SilentLeaderCheck = TimeSpan.FromMilliseconds(20),
            ConnectTimeout = TimeSpan.FromHours(1),
        };
        await using var producer = new Producer<string, string>(options);
        await ProduceAsync(producer, partition: 0);
        await ProduceAsync(producer, partition: 1);

        cluster.Brokers[0].Pause();
        Task<DeliveryResult> first = ProduceAsync(producer, partition: 0);
        Task<DeliveryResult> second = ProduceAsync(producer, partition: 1);
        cluster.MoveLeader(Topic, 0, leader: 1);
        await first;
        await WaitForRequestsAsync(cluster, more: 5);
        cluster.MoveLeader(Topic, 1, leader: 2);

        Assert.That((await second).Offset, Is.EqualTo(1));
    }

    [Test]
    public async Task UnansweredRequest_TimesOut_AndIsSentAgain()
    {
        var time = new ManualTime();
        await using var cluster = new FakeCluster(brokers: 1);
        cluster.AddTopic(Topic, 1);
        ProducerOptions options = cluster.ProducerOptions() with { TimeProvider = time, DeliveryTimeout = TimeSpan.FromDays(1) };
        await using var producer = new Producer<string, string>(options);
        await ProducerTests.ProduceNumbersAsync(producer, 1);

        cluster.Brokers[0].Pause();
        Task<DeliveryResult> produced = producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "key", "1")).AsTask();
        await PassAsync(time, TimeSpan.FromSeconds(40));
        cluster.Brokers[0].Resume();
        while (!produced.IsCompleted)
        {
            await PassAsync(time, TimeSpan.FromMilliseconds(100));
        }

        Assert.That((await produced).Offset, Is.EqualTo(1));
    }

    [Test]
    public async Task Records_AreGivenUp_AfterTheDeliveryTimeout()
    {
        var time = new ManualTime();
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        await using var producer = new Producer<string, string>(cluster.ProducerOptions() with { TimeProvider = time });
        await ProducerTests.ProduceNumbersAsync(producer, 1);

        cluster.BeforeAppend = (_, _, _) => ErrorCode.NotEnoughReplicas;
        Task<DeliveryResult> produced = producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "key", "late")).AsTask();
        DateTimeOffset start = time.GetUtcNow();
        while (!produced.IsCompleted)
        {
            await PassAsync(time, TimeSpan.FromMilliseconds(500));
        }

        var failure = await Assert.ThrowsAsync<RaftLogException>(() => produced);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure!.ErrorCode, Is.EqualTo(ErrorCode.RequestTimedOut));
            Assert.That(time.GetUtcNow() - start, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(119)));
        }
    }

    private static Task<DeliveryResult> ProduceAsync(Producer<string, string> producer, int partition) =>
        producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "key", "value") { Partition = partition }).AsTask();

    private static async Task WaitForRequestsAsync(FakeCluster cluster, int more)
    {
        int target = cluster.Requests.Count + more;
        while (cluster.Requests.Count < target)
        {
            await Task.Yield();
        }
    }

    /// <summary>Moves the clock in small steps and lets the loops run in between.</summary>
    private static async Task PassAsync(ManualTime time, TimeSpan span)
    {
        TimeSpan step = TimeSpan.FromMilliseconds(100);
        for (TimeSpan passed = TimeSpan.Zero; passed < span; passed += step)
        {
            time.Advance(step);
            await Task.Yield();
        }
    }
}
