using RaftLog.Broker.Network;
using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;
using RaftLog.Storage;

namespace RaftLog.Broker.Tests.Network;

/// <summary>A broker that does not know the metadata yet says nothing rather than something wrong.</summary>
public sealed class MetadataGateTests
{
    [Test]
    public async Task RestartedBroker_DoesNotSayThatATopicIsMissing_BeforeItKnows()
    {
        var disk = new InMemoryFileSystem();
        await using (var before = await TestBroker.StartAsync(disk: disk))
        {
            await before.CreateTopicAsync("orders", partitions: 3);
        }

        await using var after = TestBroker.Create(disk: disk, incarnation: 2);
        var request = new MetadataRequest { Topics = [new MetadataRequest.Topic { Name = "orders" }] };
        var answer = after.Connect().CallAsync(request, version: 9);
        await after.JoinAsync();

        var topic = (await answer).Topics.Single();
        Assert.That((topic.ErrorCode, topic.Partitions.Count), Is.EqualTo((ErrorCode.None, 3)));
    }

    [Test]
    public async Task Client_IsSentAway_WhenTheBrokerDoesNotGetToKnow()
    {
        var time = new ManualTime();
        var gate = new MetadataGate(Never(), time);

        var passed = gate.PassAsync(CancellationToken.None).AsTask();
        Assert.That(passed.IsCompleted, Is.False);

        Assert.That(await EndOfAsync(passed, time), Is.False);
    }

    [Test]
    public async Task Client_WaitsNoLonger_WhenTheBrokerStops()
    {
        var time = new ManualTime();
        var gate = new MetadataGate(Never(), time);
        using var stopping = new CancellationTokenSource();

        var passed = gate.PassAsync(stopping.Token).AsTask();
        await stopping.CancelAsync();
        var began = time.GetUtcNow();

        Assert.That(await EndOfAsync(passed, time), Is.False);
        Assert.That(time.GetUtcNow() - began, Is.LessThan(MetadataGate.Patience));
    }

    [Test]
    public async Task Clients_AreServed_AsSoonAsTheBrokerKnows_ThoughNoTimePasses()
    {
        var known = new TaskCompletionSource();
        var gate = new MetadataGate(known.Task, new ManualTime());
        Task<bool>[] passing = [.. Enumerable.Range(0, 3).Select(_ => gate.PassAsync(CancellationToken.None).AsTask())];
        Assert.That(passing.Select(one => one.IsCompleted), Is.All.False);

        known.SetResult();

        Assert.That(await Task.WhenAll(passing), Is.All.True);
        Assert.That(await gate.PassAsync(CancellationToken.None), Is.True);
    }

    private static Task Never() => new TaskCompletionSource().Task;

    private static async Task<bool> EndOfAsync(Task<bool> passing, ManualTime time)
    {
        while (!passing.IsCompleted)
        {
            time.AdvanceMs(100);
            await Task.Yield();
        }

        return await passing;
    }
}
