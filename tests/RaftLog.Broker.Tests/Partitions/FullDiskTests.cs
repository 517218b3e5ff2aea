using RaftLog.Broker.Tests.Handlers;
using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;
using RaftLog.Storage;

namespace RaftLog.Broker.Tests.Partitions;

/// <summary>A disk that takes no more writes is no damage: the replica waits with its files in place, and goes on by itself when there is room again.</summary>
public sealed class FullDiskTests
{
    [Test]
    public async Task ReplicaOnAFullDisk_IsClosed_AndOpensAgainWhenSpaceReturns()
    {
        var disk = new FailingDisk();
        await using var broker = await TestBroker.StartAsync(options => options.ReplicaRetryPause = TimeSpan.FromMilliseconds(20), disk: disk);
        await broker.CreateTopicAsync("t");
        var client = broker.Connect();
        await ProduceTests.OneAsync(client, Batches.Produce("t", 0, Batches.Of("before")));

        disk.Full = "/replicas/";
        await client.CallAsync(Batches.Produce("t", 0, Batches.Of("lost")), version: 9);
        await Eventually.HoldsAsync(() => broker.Broker.PartitionCount == 0, "The replica was not closed.");

        disk.Full = null;
        await Eventually.HoldsAsync(() => broker.Broker.LedPartitionCount == 1, "The replica did not come back.");
        await ProduceTests.OneAsync(client, Batches.Produce("t", 0, Batches.Of("after")));
        var fetched = (await client.CallAsync(Batches.Fetch("t", 0, offset: 0), version: 11)).Responses.Single().Partitions.Single();

        Assert.That(fetched.ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That(Batches.Values(fetched.Records), Is.EqualTo(new[] { "before", "after" }));
        Assert.That(broker.Broker.LostReplicaCount, Is.Zero);
    }

    [Test]
    public async Task TopicThatIsDeletedWhileItsReplicaIsClosed_LeavesNoFiles_AndIsNotTriedAnyMore()
    {
        var disk = new FailingDisk();
        await using var broker = await TestBroker.StartAsync(options => options.ReplicaRetryPause = TimeSpan.FromHours(1), disk: disk);
        await broker.CreateTopicAsync("t");
        var client = broker.Connect();
        disk.Full = "/replicas/";
        await client.CallAsync(Batches.Produce("t", 0, Batches.Of("lost")), version: 9);
        await Eventually.HoldsAsync(() => broker.Broker.OfflineLogCount == 1, "The replica was not closed.");

        await client.CallAsync(new DeleteTopicsRequest { TopicNames = ["t"], TimeoutMs = 30_000 }, version: 4);

        await Eventually.HoldsAsync(() => broker.Broker.OfflineLogCount == 0, "The replica is still to be tried.");
        await Eventually.HoldsAsync(() => disk.EnumerateDirectories("/data/replicas").All(name => name.EndsWith(".deleted", StringComparison.Ordinal)));
    }

    [Test]
    public async Task ReplicaThatCannotBeForgotten_IsRemoved_WhenItsDiskTakesWritesAgain()
    {
        var disk = new FailingDisk();
        await using var broker = await TestBroker.StartAsync(options => options.ReplicaRetryPause = TimeSpan.FromMilliseconds(20), disk: disk);
        await broker.CreateTopicAsync("t");
        string name = disk.EnumerateDirectories("/data/replicas").Single();

        disk.Full = "hard-state";
        await broker.Connect().CallAsync(new DeleteTopicsRequest { TopicNames = ["t"], TimeoutMs = 30_000 }, version: 4);
        await Eventually.HoldsAsync(() => broker.Broker.PartitionCount == 0 && broker.Broker.OfflineLogCount > 0, "Nobody waits for the disk.");
        Assert.That(disk.EnumerateDirectories("/data/replicas"), Is.EqualTo(new[] { name }));

        disk.Full = null;
        await Eventually.HoldsAsync(() => disk.EnumerateDirectories("/data/replicas").SequenceEqual([name + ".deleted"]), "The files were not removed.");
        await Eventually.HoldsAsync(() => broker.Broker.OfflineLogCount == 0, "A log is still waited for.");
    }

    [Test]
    public async Task FilesOfADeletedTopic_StayForTheirTime_UnderAnotherName()
    {
        var disk = new InMemoryFileSystem();
        await using var broker = await TestBroker.StartAsync(disk: disk);
        await broker.CreateTopicAsync("t");
        string name = disk.EnumerateDirectories("/data/replicas").Single();

        await broker.Connect().CallAsync(
            new DeleteTopicsRequest { TopicNames = ["t"], TimeoutMs = 30_000 }, version: 4);
        await Eventually.HoldsAsync(() => broker.Broker.PartitionCount == 0 && !disk.DirectoryExists($"/data/replicas/{name}"));

        Assert.That(disk.EnumerateDirectories("/data/replicas"), Is.EqualTo(new[] { name + ".deleted" }));
    }
}
