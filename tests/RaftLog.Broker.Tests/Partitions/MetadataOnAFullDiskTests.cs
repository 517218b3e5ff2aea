using RaftLog.Broker.Tests.Handlers;
using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Partitions;

/// <summary>The metadata log fails as any other: the broker goes on with the metadata that it has, and the log opens again in the running process.</summary>
public sealed class MetadataOnAFullDiskTests
{
    private FailingDisk _disk = null!;
    private TestBroker _broker = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _disk = new FailingDisk();
        _broker = await TestBroker.StartAsync(options => options.ReplicaRetryPause = TimeSpan.FromMilliseconds(20), disk: _disk);
        await _broker.CreateTopicAsync("before");
        await ProduceTests.OneAsync(_broker.Connect(), Batches.Produce("before", 0, Batches.Of("one")));
    }

    [TearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public async Task MetadataLogOnAFullDisk_IsClosed_WhilePartitionsAreServed()
    {
        await FillAsync("/metadata/");

        Assert.That(_broker.Broker.OfflineLogCount, Is.EqualTo(1));
        await ProduceTests.OneAsync(_broker.Connect(), Batches.Produce("before", 0, Batches.Of("two")));
        Assert.That(await ValuesAsync(), Is.EqualTo(new[] { "one", "two" }));
    }

    [TestCase("/metadata/", TestName = "MetadataLog_IsOpenedAgain_WhenThereIsRoom")]
    [TestCase("/data/", TestName = "MetadataLogAndAllOthers_AreOpenedAgain_WhenThereIsRoom")]
    public async Task MetadataLog_IsOpenedAgain(string full)
    {
        await FillAsync(full);
        var before = _broker.Image;

        _disk.Full = null;
        await Eventually.HoldsAsync(() => _broker.Broker.MetadataLog != MetadataLogState.Closed && _broker.Broker.OfflineLogCount == 0, "The logs did not come back.");
        await _broker.CreateTopicAsync("after");
        await Eventually.HoldsAsync(() => _broker.Broker.LedPartitionCount == 2, "Not all partitions are led.");
        await ProduceTests.OneAsync(_broker.Connect(), Batches.Produce("before", 0, Batches.Of("two")));

        Assert.That(await ValuesAsync(), Is.EqualTo(new[] { "one", "two" }));
        Assert.That(_broker.Image.Index, Is.GreaterThan(before.Index));
        Assert.That(_broker.Image.Topics.ById.Values.Select(topic => topic.Name), Is.EquivalentTo(new[] { "before", "after" }));
    }

    [Test]
    public async Task ReopenedMetadataLog_NeverTakesTheImageBack()
    {
        var seen = new List<LogIndex>();
        bool hasGone = false;
        using var subscription = _broker.Watch(change =>
        {
            seen.Add(change.New.Index);
            hasGone |= !change.New.Topics.TryGet("before", out _);
        });
        await FillAsync("/metadata/");

        _disk.Full = null;
        await Eventually.HoldsAsync(() => _broker.Broker.MetadataLog != MetadataLogState.Closed, "The metadata log did not come back.");
        await _broker.CreateTopicAsync("after");

        Assert.That(seen, Is.Ordered);
        Assert.That(hasGone, Is.False);
    }

    private async Task FillAsync(string path)
    {
        _disk.Full = path;

        // Answered when its time is up, or that the controller is gone.
        await _broker.Connect().CallAsync(new CreateTopicsRequest { TimeoutMs = 100, Topics = [new() { Name = "lost", NumPartitions = 1, ReplicationFactor = 1 }] }, version: 7);
        await Eventually.HoldsAsync(() => _broker.Broker is { MetadataLog: MetadataLogState.Closed, OfflineLogCount: > 0 }, "The metadata log was not closed.");
    }

    private async Task<IEnumerable<string>> ValuesAsync()
    {
        var fetched = (await _broker.Connect().CallAsync(Batches.Fetch("before", 0, offset: 0), version: 11)).Responses.Single().Partitions.Single();
        Assert.That(fetched.ErrorCode, Is.EqualTo(ErrorCode.None));
        return Batches.Values(fetched.Records);
    }
}
