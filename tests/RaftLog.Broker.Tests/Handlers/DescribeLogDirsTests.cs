using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>DescribeLogDirs, against a whole broker with one directory.</summary>
public sealed class DescribeLogDirsTests
{
    private FailingDisk _disk = null!;
    private TestBroker _broker = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _disk = new FailingDisk();
        _broker = await TestBroker.StartAsync(disk: _disk);
        await _broker.CreateTopicAsync("t", partitions: 2);
        await Eventually.HoldsAsync(() => _broker.Broker.LedPartitionCount == 2, "Not all partitions are led.");
        await ProduceTests.OneAsync(_broker.Connect(), Batches.Produce("t", 1, Batches.Of("one")));
    }

    [TearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public async Task Directory_IsTold_WithItsReplicasAndSpace()
    {
        var told = await AskAsync(topics: null);

        var directory = told.Results.Single();
        Assert.That((directory.ErrorCode, directory.LogDir), Is.EqualTo((ErrorCode.None, "/data")));
        Assert.That(directory.TotalBytes, Is.EqualTo(_disk.TotalSpace("/data")));
        Assert.That(directory.UsableBytes, Is.InRange(1, directory.TotalBytes));
        var partitions = directory.Topics.Single().Partitions;
        Assert.That(partitions.Select(partition => partition.PartitionIndex), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(partitions[1].PartitionSize, Is.GreaterThan(partitions[0].PartitionSize));
        Assert.That(told.MetadataLog, Is.EqualTo(MetadataLogState.Open));
        Assert.That(told.Absent, Is.Empty);
    }

    [Test]
    public async Task OnlyThePartitionsAskedFor_AreTold()
    {
        var told = await AskAsync([new() { Name = "t", Partitions = [1, 7] }, new() { Name = "nothing", Partitions = [0] }]);

        Assert.That(told.Results.Single().Topics.Single().Partitions.Select(partition => partition.PartitionIndex), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task FailedDisk_IsTold_WithWhatIsClosedForIt()
    {
        _disk.Full = "/data/";
        var produced = await ProduceTests.OneAsync(_broker.Connect(), Batches.Produce("t", 0, Batches.Of("two")));
        Assert.That(produced.ErrorCode, Is.Not.EqualTo(ErrorCode.None));
        await _broker.Connect().CallAsync(new CreateTopicsRequest { TimeoutMs = 100, Topics = [new() { Name = "lost", NumPartitions = 1, ReplicationFactor = 1 }] }, version: 7);
        await Eventually.HoldsAsync(() => _broker.Broker is { MetadataLog: MetadataLogState.Closed, OfflineLogCount: 2 }, "The logs were not closed.");

        var told = await AskAsync(topics: null);

        Assert.That(told.Results.Single().ErrorCode, Is.EqualTo(ErrorCode.KafkaStorageError));
        Assert.That(told.MetadataLog, Is.EqualTo(MetadataLogState.Closed));
        Assert.That(
            told.Absent.Select(absent => (absent.Topic, absent.PartitionIndex, absent.Trouble)), Is.EqualTo(new[] { ("t", 0, ReplicaTrouble.Closed) }));
    }

    private async Task<DescribeLogDirsResponse> AskAsync(List<DescribeLogDirsRequest.Topic>? topics) =>
        await _broker.Connect().CallAsync(new DescribeLogDirsRequest { Topics = topics }, version: 4);
}
