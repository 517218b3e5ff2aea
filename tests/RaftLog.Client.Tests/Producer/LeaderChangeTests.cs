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
