using RaftLog.Broker.Tests.Support;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Partitions;

/// <summary>A disk that does not give back for a while what it holds: a topic that is deleted meanwhile leaves nothing behind, open or on the disk.</summary>
public sealed class UnreadableDiskTests
{
    private const string Replicas = "/data/replicas";

    [Test]
    public async Task ReplicasOfADeletedTopic_AreClosedAndRemoved_WhileTheirManifestsCannotBeRead()
    {
        var disk = new FailingDisk();
        await using var broker = await TestBroker.StartAsync(disk: disk);
        await broker.CreateTopicAsync("t", partitions: 3);

        disk.Unreadable = "manifest";
        await DeleteTopicAsync(broker);

        await Eventually.HoldsAsync(() => broker.Broker.PartitionCount == 0, "A replica of a topic that is gone is still open.");
        await Eventually.HoldsAsync(() => AreAllGone(disk), "The files were not removed.");
    }

    [Test]
    public async Task ReplicaThatWasClosed_WhoseManifestCannotBeRead_IsRemoved_WhenItCanBeAgain()
    {
        var disk = new FailingDisk();
        await using var broker = await TestBroker.StartAsync(options => options.ReplicaRetryPause = TimeSpan.FromMilliseconds(20), disk: disk);
        await broker.CreateTopicAsync("t");
        disk.Full = $"{Replicas}/";
        await broker.Connect().CallAsync(Batches.Produce("t", 0, Batches.Of("lost")), version: 9);
        await Eventually.HoldsAsync(() => broker.Broker.OfflineLogCount == 1, "The replica was not closed.");

        disk.Unreadable = "manifest";
        await DeleteTopicAsync(broker);
        int before = disk.RefusedReads;
        await Eventually.HoldsAsync(() => disk.RefusedReads > before + 2, "It is not tried again, and the files are there.");
        Assert.That(broker.Broker.OfflineLogCount, Is.EqualTo(1));

        (disk.Full, disk.Unreadable) = (null, null);
        await Eventually.HoldsAsync(() => AreAllGone(disk), "The files were not removed.");
        await Eventually.HoldsAsync(() => broker.Broker.OfflineLogCount == 0, "A log is still waited for.");
    }

    private static bool AreAllGone(FailingDisk disk) =>
        disk.EnumerateDirectories(Replicas).All(name => name.EndsWith(".deleted", StringComparison.Ordinal));

    private static async Task DeleteTopicAsync(TestBroker broker) =>
        await broker.Connect().CallAsync(new DeleteTopicsRequest { TopicNames = ["t"], TimeoutMs = 30_000 }, version: 4);
}
