using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Controllers;

[CancelAfter(30_000)]
public sealed class BrokerSessionTests
{
    [Test]
    public async Task SilentBroker_IsFenced_AfterTheSessionTimeout()
    {
        await using var cluster = new MemoryCluster(brokers: 1);
        var leader = cluster.Elect(1);
        var epochs = await leader.WithLiveBrokersAsync(2);

        for (int i = 0; i < 5; i++)
        {
            cluster.Time.Advance(TimeSpan.FromSeconds(2));
            await leader.HeartbeatAsync(1, epochs[0]);
        }

        var brokers = leader.Store.Current.Brokers;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(brokers.ById[new BrokerId(1)].IsFenced, Is.False);
            Assert.That(brokers.ById[new BrokerId(2)].IsFenced, Is.True);
        }
    }

    [Test]
    public async Task FencedBroker_IsLiveAgain_WithItsNextHeartbeat()
    {
        await using var cluster = new MemoryCluster(brokers: 1);
        var leader = cluster.Elect(1);
        var epochs = await leader.WithLiveBrokersAsync(2);
        cluster.Time.Advance(TimeSpan.FromSeconds(10));
        await leader.HeartbeatAsync(1, epochs[0]);

        var result = await leader.HeartbeatAsync(2, epochs[1]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.IsFenced, Is.False);
            Assert.That(leader.Store.Current.Brokers.ById[new BrokerId(2)].IsFenced, Is.False);
        }
    }

    [Test]
    public async Task NewController_GivesEveryBrokerAWholeSession()
    {
        await using var cluster = new MemoryCluster(brokers: 2);
        var epochs = await cluster.Elect(1).WithLiveBrokersAsync(2);
        cluster.Time.Advance(TimeSpan.FromSeconds(8));

        var second = cluster.Elect(2);
        await second.HeartbeatAsync(1, epochs[0]);
        cluster.Time.Advance(TimeSpan.FromSeconds(8));
        await second.HeartbeatAsync(1, epochs[0]);
        var after8Seconds = second.Store.Current.Brokers.ById[new BrokerId(2)].IsFenced;
        cluster.Time.Advance(TimeSpan.FromSeconds(2));
        await second.HeartbeatAsync(1, epochs[0]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(after8Seconds, Is.False);
            Assert.That(second.Store.Current.Brokers.ById[new BrokerId(2)].IsFenced, Is.True);
        }
    }

    [Test]
    public async Task RefusedDuplicate_DoesNotKeepTheSessionOfTheOtherOne()
    {
        await using var cluster = new MemoryCluster(brokers: 1);
        var leader = cluster.Elect(1);
        var epochs = await leader.WithLiveBrokersAsync(2);

        for (int i = 0; i < 5; i++)
        {
            cluster.Time.Advance(TimeSpan.FromSeconds(2));
            await leader.HeartbeatAsync(2, epochs[1] - 100);
        }

        Assert.That(leader.Store.Current.Brokers.ById[new BrokerId(2)].IsFenced, Is.True);
    }
}
