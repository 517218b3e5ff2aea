using System.Runtime.CompilerServices;
using RaftLog.Model;

namespace RaftLog.Client.Tests;

[CancelAfter(30_000)]
public sealed class InlineSchedulingTests
{
    private const string Topic = "orders";

    // Of the thread that acknowledges, while it does.
    [ThreadStatic]
    private static bool _acknowledges;

    [Test]
    public async Task Continuation_RunsWhereTheAcknowledgementDoes_OnlyIfItIsToldTo([Values] bool inline)
    {
        DeliveryCompletion completion = DeliveryCompletion.Rent(inline);
        var ranThere = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        ConfiguredValueTaskAwaitable<DeliveryResult>.ConfiguredValueTaskAwaiter awaiter = completion.Task.ConfigureAwait(false).GetAwaiter();
        awaiter.UnsafeOnCompleted(() => ranThere.SetResult(_acknowledges));

        await Task.Run(() =>
        {
            _acknowledges = true;
            completion.Succeed(new DeliveryResult(new TopicPartition(Topic, 0), 7, DateTimeOffset.UnixEpoch));
            _acknowledges = false;
        });

        Assert.That(await ranThere.Task, Is.EqualTo(inline));
        Assert.That(awaiter.GetResult().Offset, Is.EqualTo(7));
    }

    [Test]
    public async Task ContinuationsOnTheProducersLoop_MayProduceFlushAndDispose()
    {
        const int records = 200;
        await using var cluster = new FakeCluster();
        cluster.AddTopic(Topic, 1);
        var producer = new Producer<string, string>(cluster.ProducerOptions() with { UnsafePreferInlineScheduling = true });
        var offsets = new List<long>();
        for (int i = 0; i < records; i++)
        {
            DeliveryResult result = await producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "k", $"v{i}")).ConfigureAwait(false);
            offsets.Add(result.Offset);
            await producer.SendAsync(new ProducerRecord<string, string>(Topic, "k", $"s{i}")).ConfigureAwait(false);
            await producer.FlushAsync().ConfigureAwait(false);
        }

        await producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "k", "last")).ConfigureAwait(false);
        await producer.DisposeAsync().ConfigureAwait(false);

        Assert.That(offsets, Is.EqualTo(Enumerable.Range(0, records).Select(i => 2L * i)));
    }
}
