using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>Fetch, against a whole broker.</summary>
public sealed class FetchTests
{
    // Far beyond what any of these tests takes: an answer that comes at all did not come because of it.
    private const int Forever = 60_000;

    private TestBroker _broker = null!;
    private TestClient _client = null!;
    private Guid _topicId;

    [SetUp]
    public async Task StartAsync()
    {
        _broker = await TestBroker.StartAsync();
        _topicId = (await _broker.CreateTopicAsync("t", partitions: 3)).TopicId;
        _client = _broker.Connect();
    }

    [TearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public async Task Records_AreReadFromTheOffset_InEveryVersion([Range(4, 18)] int version)
    {
        await ProduceAsync(0, "a");
        await ProduceAsync(0, "b", "c");
        var request = Batches.Fetch("t", 0, offset: 1);
        request.Topics[0].TopicId = _topicId;

        var answer = await _client.CallAsync(request, (short)version);

        var partition = answer.Responses.Single().Partitions.Single();
        Assert.That(partition.ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That(Batches.Values(partition.Records), Is.EqualTo(new[] { "b", "c" }));
        Assert.That((partition.HighWatermark, partition.LastStableOffset), Is.EqualTo((3L, 3L)));
        Assert.That(answer.SessionId, Is.Zero);
    }

    [Test]
    public async Task OffsetWithinABatch_ReturnsTheWholeBatch()
    {
        await ProduceAsync(0, "a", "b", "c");

        Assert.That(Batches.Values((await FetchAsync(Batches.Fetch("t", 0, offset: 2))).Records), Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [TestCase(-1L)]
    [TestCase(2L)]
    [TestCase(long.MaxValue)]
    public async Task OffsetOutsideTheLog_IsOutOfRange_AtOnce(long offset)
    {
        await ProduceAsync(0, "a");

        var partition = await FetchAsync(Batches.Fetch("t", 0, offset, Forever));

        Assert.That(partition.ErrorCode, Is.EqualTo(ErrorCode.OffsetOutOfRange));
        Assert.That(partition.LogStartOffset, Is.Zero);
    }

    [Test]
    public async Task OffsetAtTheEnd_WithoutWait_IsAnsweredEmpty()
    {
        var partition = await FetchAsync(Batches.Fetch("t", 0, offset: 0));

        Assert.That((partition.ErrorCode, partition.Records!.Value.Length), Is.EqualTo((ErrorCode.None, 0L)));
    }

    [Test]
    public async Task LongPoll_IsWokenByTheCommit()
    {
        await _client.SendAsync(Batches.Fetch("t", 0, offset: 0, Forever), version: 11);

        await ProduceAsync(0, "woken");

        var answer = (await _client.ReceiveAsync<FetchResponse>(version: 11)).Response;
        Assert.That(Batches.Values(answer.Responses.Single().Partitions.Single().Records), Is.EqualTo(new[] { "woken" }));
    }

    [Test]
    public async Task LongPoll_WaitsForMinBytes_NotForTheFirstRecord()
    {
        var producer = _broker.Connect();
        var batch = Batches.Of(new string('x', 100));
        await _client.SendAsync(Batches.Fetch("t", 0, offset: 0, Forever, minBytes: batch.Length * 3), version: 11);
        for (int i = 0; i < 3; i++)
        {
            await ProduceTests.OneAsync(producer, Batches.Produce("t", 0, batch));
        }

        var answer = (await _client.ReceiveAsync<FetchResponse>(version: 11)).Response;
        Assert.That(Batches.Values(answer.Responses.Single().Partitions.Single().Records), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task LongPoll_EndsWithItsTime()
    {
        var partition = await FetchAsync(Batches.Fetch("t", 0, offset: 0, maxWaitMs: 20));

        Assert.That(partition.ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public async Task LongPoll_IsAnswered_WhenTheTopicIsDeleted()
    {
        await _client.SendAsync(Batches.Fetch("t", 0, offset: 0, Forever), version: 11);
        await _broker.Connect().CallAsync(new DeleteTopicsRequest { TopicNames = ["t"], TimeoutMs = 30_000 }, version: 4);

        var answer = (await _client.ReceiveAsync<FetchResponse>(version: 11)).Response;
        Assert.That(
            answer.Responses.Single().Partitions.Single().ErrorCode,
            Is.EqualTo(ErrorCode.NotLeaderOrFollower).Or.EqualTo(ErrorCode.UnknownTopicOrPartition));
    }

    [Test]
    public async Task LongPoll_DoesNotHoldUpAClientThatHangsUp()
    {
        await _client.SendAsync(Batches.Fetch("t", 0, offset: 0, Forever), version: 11);
        await _client.CloseAsync();

        await _client.Serving.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Test]
    public async Task FirstBatch_ComesWhole_HoweverSmallTheLimits()
    {
        await ProduceAsync(0, new string('x', 5_000));
        await ProduceAsync(0, "next");
        var request = Batches.Fetch("t", 0, offset: 0);
        request.MaxBytes = 1;
        request.Topics[0].Partitions[0].PartitionMaxBytes = 1;

        var partition = await FetchAsync(request);

        Assert.That(Batches.Values(partition.Records).Select(value => value.Length), Is.EqualTo(new[] { 5_000 }));
    }

    [Test]
    public async Task LimitOfTheWholeAnswer_IsKept_AndEveryPartitionGetsItsTurn()
    {
        for (int partition = 0; partition < 3; partition++)
        {
            await ProduceAsync(partition, new string('x', 1_000));
        }

        var served = new HashSet<int>();
        for (int round = 0; round < 3; round++)
        {
            var request = Batches.Fetch("t", 0, offset: 0);
            request.MaxBytes = 1_000;
            request.Topics[0].Partitions = [.. Enumerable.Range(0, 3).Select(
                partition => new FetchRequest.FetchPartition { Partition = partition, PartitionMaxBytes = 1 << 20 })];
            var answer = await _client.CallAsync(request, version: 11);
            served.Add(answer.Responses.Single().Partitions.Single(partition => partition.Records!.Value.Length > 0).PartitionIndex);
        }

        Assert.That(served, Is.EquivalentTo(new[] { 0, 1, 2 }));
    }

    [Test]
    public async Task SessionThatWasNeverGiven_IsNotFound()
    {
        var incremental = Batches.Fetch("t", 0, offset: 0);
        incremental.SessionId = 5;
        incremental.SessionEpoch = 1;

        Assert.That((await _client.CallAsync(incremental, version: 11)).ErrorCode, Is.EqualTo(ErrorCode.FetchSessionIdNotFound));
    }

    [Test]
    public async Task LeaderEpoch_OfTheClient_IsHeldAgainstOurs()
    {
        await ProduceAsync(0, "a");
        var older = Batches.Fetch("t", 0, offset: 0);
        older.Topics[0].Partitions[0].CurrentLeaderEpoch = 0;
        var newer = Batches.Fetch("t", 0, offset: 0);
        newer.Topics[0].Partitions[0].CurrentLeaderEpoch = 1_000;

        Assert.That((await FetchAsync(older)).ErrorCode, Is.EqualTo(ErrorCode.FencedLeaderEpoch));
        Assert.That((await FetchAsync(newer)).ErrorCode, Is.EqualTo(ErrorCode.UnknownLeaderEpoch));
    }

    [Test]
    public async Task UnknownTopics_AreAnsweredAtOnce_ByNameAndById()
    {
        var byName = Batches.Fetch("nowhere", 0, offset: 0, Forever);
        var byId = Batches.Fetch("", 0, offset: 0, Forever);
        byId.Topics[0].TopicId = new Guid(1, 2, 3, new byte[8]);

        Assert.That((await FetchAsync(byName)).ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
        Assert.That(
            (await _client.CallAsync(byId, version: 13)).Responses.Single().Partitions.Single().ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicId));
    }

    [Test]
    public async Task OldConsumer_IsToldThatItCannotReadZstd()
    {
        await ProduceTests.OneAsync(_client, Batches.Produce("t", 0, Batches.Of(CompressionCodec.Zstd, "a")));

        var old = (await _client.CallAsync(Batches.Fetch("t", 0, offset: 0), version: 9)).Responses.Single().Partitions.Single();
        var young = await FetchAsync(Batches.Fetch("t", 0, offset: 0));

        Assert.That(old.ErrorCode, Is.EqualTo(ErrorCode.UnsupportedCompressionType));
        Assert.That(Batches.Values(young.Records), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task LargeAnswer_ToASlowReader_ArrivesWhole()
    {
        var slow = _broker.Connect(bufferBytes: 1024);
        var value = new string('x', 300_000);
        await ProduceAsync(0, value);
        await ProduceAsync(0, value);

        var answer = await slow.CallAsync(Batches.Fetch("t", 0, offset: 0), version: 11);

        Assert.That(Batches.Values(answer.Responses.Single().Partitions.Single().Records), Is.EqualTo(new[] { value, value }));
    }

    private async Task<FetchResponse.PartitionData> FetchAsync(FetchRequest request) =>
        (await _client.CallAsync(request, version: 11)).Responses.Single().Partitions.Single();

    private async Task ProduceAsync(int partition, params string[] values)
    {
        var answer = await ProduceTests.OneAsync(_broker.Connect(), Batches.Produce("t", partition, Batches.Of(values)));
        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.None));
    }
}
