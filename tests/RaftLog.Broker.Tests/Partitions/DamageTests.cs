using RaftLog.Broker.Tests.Handlers;
using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;
using RaftLog.Storage;

namespace RaftLog.Broker.Tests.Partitions;

/// <summary>
/// Files that do not hold any more what was written to them. With a replication factor of one the only replica is lost, and the partition stops
/// for good rather than go on without its records.
/// </summary>
public sealed class DamageTests
{
    private const string Replicas = "/data/replicas";

    [Test]
    public async Task FlippedBit_UnderARunningBroker_IsNotServed_AndTheReplicaIsPutAside()
    {
        var disk = await DiskWithRecordsAsync();
        await using var broker = await TestBroker.StartAsync(disk: disk, incarnation: 2);
        await Eventually.HoldsAsync(() => broker.Broker.LedPartitionCount == 1);
        FlipBit(disk, Segment(disk), fromEnd: false);

        var fetched = (await broker.Connect().CallAsync(Batches.Fetch("t", 0, offset: 0), version: 11)).Responses.Single().Partitions.Single();

        Assert.That(fetched.ErrorCode, Is.EqualTo(ErrorCode.KafkaStorageError));
        Assert.That(Batches.Values(fetched.Records), Is.Empty);
        await AssertReplacedByAnEmptyOneAsync(broker, disk);
    }

    /// <summary>The broker was stopped in good order, so the end of its log was whole: what is bad now is damage, and no torn write to cut.</summary>
    [Test]
    public async Task FlippedBit_AtTheEndOfAStoppedBrokersLog_IsDamage_AndTheReplicaIsPutAside()
    {
        var disk = await DiskWithRecordsAsync();
        FlipBit(disk, Segment(disk), fromEnd: true);

        await using var broker = await TestBroker.StartAsync(disk: disk, incarnation: 2);

        await AssertReplacedByAnEmptyOneAsync(broker, disk);
    }

    [Test]
    public async Task DamagedManifest_PutsTheReplicaAside()
    {
        var disk = await DiskWithRecordsAsync();
        FlipBit(disk, $"{Replicas}/{disk.EnumerateDirectories(Replicas).Single()}/manifest", fromEnd: true);

        await using var broker = await TestBroker.StartAsync(disk: disk, incarnation: 2);

        await AssertReplacedByAnEmptyOneAsync(broker, disk);
    }

    [Test]
    public async Task MissingDirectory_OfAReplicaThatTookPart_IsALostReplica_NotANewOne()
    {
        var disk = await DiskWithRecordsAsync();
        disk.DeleteDirectory($"{Replicas}/{disk.EnumerateDirectories(Replicas).Single()}");

        await using var broker = await TestBroker.StartAsync(disk: disk, incarnation: 2);

        await Eventually.HoldsAsync(() => Partition(broker).IsChanging && broker.Broker.PartitionCount == 1);
        Assert.That(broker.Broker.LedPartitionCount, Is.Zero);
    }

    private static async Task<InMemoryFileSystem> DiskWithRecordsAsync()
    {
        var disk = new InMemoryFileSystem();
        await using var broker = await TestBroker.StartAsync(disk: disk);
        await broker.CreateTopicAsync("t");
        var client = broker.Connect();
        foreach (string value in new[] { "a", "b", "c" })
        {
            await ProduceTests.OneAsync(client, Batches.Produce("t", 0, Batches.Of(value)));
        }

        return disk;
    }

    private static Metadata.PartitionImage Partition(TestBroker broker)
    {
        Assert.That(broker.Image.Topics.TryGet(new TopicPartition("t", 0), out var partition), Is.True);
        return partition!;
    }

    private static async Task AssertReplacedByAnEmptyOneAsync(TestBroker broker, InMemoryFileSystem disk)
    {
        await Eventually.HoldsAsync(() => Partition(broker).IsChanging && broker.Broker.PartitionCount == 1);
        string[] names = [.. disk.EnumerateDirectories(Replicas)];

        Assert.That(names, Has.Length.EqualTo(2));
        Assert.That(names[1], Is.EqualTo(names[0] + ".damaged-1"));
        Assert.That(Partition(broker).Removing, Is.EqualTo(Partition(broker).Initial));
        Assert.That(broker.Broker.LedPartitionCount, Is.Zero, "An empty replica leads.");
        Assert.That(broker.Broker.LostReplicaCount, Is.EqualTo(1));
    }

    private static string Segment(InMemoryFileSystem disk)
    {
        string directory = $"{Replicas}/{disk.EnumerateDirectories(Replicas).Single()}";
        return $"{directory}/{disk.EnumerateFiles(directory).Single(name => name.EndsWith(".log", StringComparison.Ordinal))}";
    }

    // In the last byte, or in the first entry, behind the headers of segment and frame: the middle of the file may be space that waits for records.
    private static void FlipBit(InMemoryFileSystem disk, string path, bool fromEnd)
    {
        using var file = disk.Open(path, FileOpenMode.ReadWrite);
        long position = fromEnd ? file.Length - 1 : 100;
        Span<byte> one = stackalloc byte[1];
        file.Read(position, one);
        one[0] ^= 0x10;
        file.Write(position, one);
    }
}
