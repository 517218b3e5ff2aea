using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;
using RaftLog.Storage;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>DeleteRecords, and what clients see of a log that begins later, against a whole broker.</summary>
public sealed class DeleteRecordsTests
{
    private InMemoryFileSystem _disk = null!;
    private TestBroker _broker = null!;
    private TestClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _disk = new InMemoryFileSystem();
        _broker = await TestBroker.StartAsync(disk: _disk);
        await _broker.CreateTopicAsync("t");
        _client = _broker.Connect();
        foreach (string value in new[] { "a", "b", "c", "d" })
        {
            var produced = await ProduceTests.OneAsync(_client, Batches.Produce("t", 0, Batches.Of(value)));
            Assert.That(produced.ErrorCode, Is.EqualTo(ErrorCode.None));
        }
    }

    [TearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public async Task Records_AreGone_WhenItIsAnswered([Range(0, 2)] int version)
    {
        var deleted = await DeleteAsync(offset: 3, (short)version);

        Assert.That((deleted.ErrorCode, deleted.LowWatermark), Is.EqualTo((ErrorCode.None, 3L)));
        Assert.That(await EarliestAsync(), Is.EqualTo(3));
        var below = await FetchAsync(2);
        Assert.That((below.ErrorCode, below.LogStartOffset, below.HighWatermark), Is.EqualTo((ErrorCode.OffsetOutOfRange, 3L, 4L)));
        Assert.That(Batches.Values((await FetchAsync(3)).Records), Is.EqualTo(new[] { "d" }));
    }

    [Test]
    public async Task MinusOne_DeletesWhatReadersSee()
    {
        var deleted = await DeleteAsync(offset: -1);

        Assert.That((deleted.ErrorCode, deleted.LowWatermark), Is.EqualTo((ErrorCode.None, 4L)));
        var next = await ProduceTests.OneAsync(_client, Batches.Produce("t", 0, Batches.Of("e")));
        Assert.That((next.BaseOffset, next.LogStartOffset), Is.EqualTo((4L, 4L)));
    }

    [Test]
    public async Task OffsetThatIsDeletedAlready_ChangesNothing()
    {
        await DeleteAsync(offset: 3);

        var again = await DeleteAsync(offset: 1);

        Assert.That((again.ErrorCode, again.LowWatermark), Is.EqualTo((ErrorCode.None, 3L)));
    }

    [TestCase(5)]
    [TestCase(-2)]
    public async Task OffsetThatIsNotInTheLog_IsRefused(long offset)
    {
        var deleted = await DeleteAsync(offset);

        Assert.That((deleted.ErrorCode, deleted.LowWatermark), Is.EqualTo((ErrorCode.OffsetOutOfRange, -1L)));
        Assert.That(await EarliestAsync(), Is.Zero);
    }

    [Test]
    public async Task TopicThatIsOnlyCompacted_KeepsItsRecords()
    {
        await _broker.CreateTopicAsync("keys", configs: new Dictionary<string, string> { ["cleanup.policy"] = "compact" });
        await ProduceTests.OneAsync(_client, Batches.Produce("keys", 0, Batches.Of("a")));

        Assert.That((await DeleteAsync(offset: 1, topic: "keys")).ErrorCode, Is.EqualTo(ErrorCode.PolicyViolation));
    }

    [Test]
    public async Task UnknownPartition_IsSaidToBeSo()
    {
        Assert.That((await DeleteAsync(offset: 1, topic: "nothing")).ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
    }

    [Test]
    public async Task DeletedRecords_StayDeleted_AfterARestart()
    {
        await DeleteAsync(offset: 3);
        await _broker.DisposeAsync();

        _broker = await TestBroker.StartAsync(disk: _disk);
        _client = _broker.Connect();
        await Eventually.HoldsAsync(() => _broker.Broker.LedPartitionCount == 1);

        Assert.That(await EarliestAsync(), Is.EqualTo(3));
        Assert.That((await FetchAsync(0)).ErrorCode, Is.EqualTo(ErrorCode.OffsetOutOfRange));
    }

    private async Task<DeleteRecordsResponse.Partition> DeleteAsync(long offset, short version = 2, string topic = "t")
    {
        var request = new DeleteRecordsRequest { TimeoutMs = 30_000 };
        request.Topics.Add(new DeleteRecordsRequest.Topic { Name = topic, Partitions = [new DeleteRecordsRequest.Partition { Offset = offset }] });
        return (await _client.CallAsync(request, version)).Topics.Single().Partitions.Single();
    }

    private async Task<long> EarliestAsync()
    {
        var request = new ListOffsetsRequest();
        request.Topics.Add(new ListOffsetsRequest.Topic { Name = "t", Partitions = [new ListOffsetsRequest.Partition { Timestamp = -2 }] });
        return (await _client.CallAsync(request, version: 5)).Topics.Single().Partitions.Single().Offset;
    }

    private async Task<FetchResponse.PartitionData> FetchAsync(long offset) =>
        (await _client.CallAsync(Batches.Fetch("t", 0, offset), version: 11)).Responses.Single().Partitions.Single();
}
