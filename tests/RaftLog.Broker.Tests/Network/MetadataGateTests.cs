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
        var gate = new MetadataGate(() => false, time);

        var passed = gate.PassAsync(CancellationToken.None).AsTask();
        Assert.That(passed.IsCompleted, Is.False);

        Assert.That(await EndOfAsync(passed, time), Is.False);
    }

    [Test]
    public async Task Client_WaitsNoLonger_WhenTheBrokerStops()
    {
        var time = new ManualTime();
        var gate = new MetadataGate(() => false, time);
        using var stopping = new CancellationTokenSource();

        var passed = gate.PassAsync(stopping.Token).AsTask();
        await stopping.CancelAsync();
        var began = time.GetUtcNow();

        Assert.That(await EndOfAsync(passed, time), Is.False);
        Assert.That(time.GetUtcNow() - began, Is.LessThan(MetadataGate.Patience));
    }

    [Test]
    public async Task Gate_StaysOpen_WhenTheBrokerIsNotRegisteredAnyMore()
    {
        bool knows = true;
        var gate = new MetadataGate(() => knows, new ManualTime());
        Assert.That(await gate.PassAsync(CancellationToken.None), Is.True);
        knows = false;

        Assert.That(await gate.PassAsync(CancellationToken.None), Is.True);
    }

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
