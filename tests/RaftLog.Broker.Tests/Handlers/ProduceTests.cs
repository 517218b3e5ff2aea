using RaftLog.Broker.Network;
using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>Produce, against a whole broker.</summary>
public sealed class ProduceTests
{
    private TestBroker _broker = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _broker = await TestBroker.StartAsync();
        await _broker.CreateTopicAsync("t", partitions: 2);
    }

    [TearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    // zstd came with version 7; see OldProducer_MayNotSendZstd.
    private static IEnumerable<object[]> VersionsAndCodecs() =>
        from version in Enumerable.Range(3, 11)
        from codec in Enum.GetValues<CompressionCodec>()
        where codec != CompressionCodec.Zstd || version >= 7
        select new object[] { version, codec };

    [TestCaseSource(nameof(VersionsAndCodecs))]
    public async Task Batch_IsAppended_AndReadBackByteForByte(int version, CompressionCodec codec)
    {
        var client = _broker.Connect();
        var sent = Batches.Of(codec, "a", "b", "c");

        var request = Batches.Produce("t", 0, sent);
        request.TopicData[0].TopicId = _broker.Image.Topics.ByName["t"].Id;

        var answer = await client.CallAsync(request, (short)version);
        var partition = answer.Responses.Single().PartitionResponses.Single();
        Assert.That(partition.ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That(partition.BaseOffset, Is.Zero);

        var fetched = await client.CallAsync(Batches.Fetch("t", 0, offset: 0), version: 12);
        var records = fetched.Responses.Single().Partitions.Single().Records!.Value.FirstSpan.ToArray();
        Assert.That(RecordBatchHeader.TryParse(records, out var header), Is.True);
        RecordBatch.SetLeaderEpoch(sent, header.LeaderEpoch);
        Assert.That(records, Is.EqualTo(sent), "only base offset and leader epoch may differ from what was sent");
    }

    [Test]
    public async Task TopicId_ThatNobodyKnows_IsSaidToBeUnknown()
    {
        var request = Batches.Produce("t", 0, Batches.Of("a"));
        request.TopicData[0].TopicId = Guid.Parse("00000000-0000-0000-0000-000000000007");

        var answer = (await _broker.Connect().CallAsync(request, version: 13)).Responses.Single();

        Assert.That(answer.TopicId, Is.EqualTo(request.TopicData[0].TopicId));
        Assert.That(answer.PartitionResponses.Single().ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicId));
    }

    [TestCase((short)-1)]
    [TestCase((short)1)]
    public async Task Offsets_CountRecordsWithoutGaps(short acks)
    {
        var client = _broker.Connect();
        long[] offsets = [await ProduceAsync(client, ["a"], acks), await ProduceAsync(client, ["b", "c"], acks), await ProduceAsync(client, ["d"], acks)];

        Assert.That(offsets, Is.EqualTo(new[] { 0L, 1L, 3L }));
    }

    [Test]
    public async Task Acks0_GetsNoAnswer_ButItsPlace()
    {
        var client = _broker.Connect();

        await client.SendAsync(Batches.Produce("t", 0, Batches.Of("silent"), acks: 0), version: 7);
        long next = await ProduceAsync(client, ["loud"]);

        Assert.That(next, Is.EqualTo(1));
    }

    [Test]
    public async Task Acks0_ThatFails_ClosesTheConnection()
    {
        var client = _broker.Connect();

        await client.SendAsync(Batches.Produce("nowhere", 0, Batches.Of("x"), acks: 0), version: 7);

        Assert.That(await client.ReceiveFrameAsync(), Is.Null);
    }

    [Test]
    public async Task PipelinedBatches_OfAnIdempotentProducer_StayInSequence()
    {
        var client = _broker.Connect();
        for (int sequence = 0; sequence < 50; sequence++)
        {
            var batch = Batches.WithProducer(Batches.Of($"{sequence}"), producerId: 7, epoch: 0, sequence);
            await client.SendAsync(Batches.Produce("t", 0, batch), version: 9);
        }

        for (int sequence = 0; sequence < 50; sequence++)
        {
            var partition = (await client.ReceiveAsync<ProduceResponse>(version: 9)).Response.Responses.Single().PartitionResponses.Single();
            Assert.That((partition.ErrorCode, partition.BaseOffset), Is.EqualTo((ErrorCode.None, (long)sequence)));
        }
    }

    [Test]
    public async Task Duplicate_IsAnsweredWithItsFirstOffset_AndGapsAreRefused()
    {
        var client = _broker.Connect();
        await ProduceAsync(client, ["before"]);
        var first = await OneAsync(client, Batches.Produce("t", 0, Batches.WithProducer(Batches.Of("x"), 7, 0, 0)));
        var again = await OneAsync(client, Batches.Produce("t", 0, Batches.WithProducer(Batches.Of("x"), 7, 0, 0)));
        var gap = await OneAsync(client, Batches.Produce("t", 0, Batches.WithProducer(Batches.Of("y"), 7, 0, 5)));

        Assert.That(first.BaseOffset, Is.EqualTo(1));
        Assert.That((again.ErrorCode, again.BaseOffset), Is.EqualTo((ErrorCode.None, 1L)));
        Assert.That(gap.ErrorCode, Is.EqualTo(ErrorCode.OutOfOrderSequenceNumber));
    }

    [TestCase("nowhere", 0, ErrorCode.UnknownTopicOrPartition)]
    [TestCase("t", 2, ErrorCode.UnknownTopicOrPartition)]
    [TestCase("t", -1, ErrorCode.UnknownTopicOrPartition)]
    [TestCase("../t", 0, ErrorCode.UnknownTopicOrPartition)]
    public async Task UnknownPartition_IsAnsweredSo_AndOthersOfTheRequestGoThrough(string topic, int partition, ErrorCode expected)
    {
        var request = Batches.Produce("t", 0, Batches.Of("good"));
        request.TopicData.Add(Batches.Topic(topic, partition, Batches.Of("bad")));

        var answer = await _broker.Connect().CallAsync(request, version: 9);

        Assert.That(answer.Responses.Select(t => t.PartitionResponses.Single().ErrorCode), Is.EqualTo(new[] { ErrorCode.None, expected }));
    }

    [TestCase((short)2)]
    [TestCase((short)-2)]
    public async Task Acks_OtherThanKafkas_AreRefused(short acks)
    {
        var answer = await OneAsync(_broker.Connect(), Batches.Produce("t", 0, Batches.Of("x"), acks));

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.InvalidRequiredAcks));
    }

    [Test]
    public async Task ManyPartitions_AreAppendedByOneRequest()
    {
        var request = Batches.Produce("t", 0, Batches.Of("zero"));
        request.TopicData.Add(Batches.Topic("t", 1, Batches.Of("one")));

        var answer = await _broker.Connect().CallAsync(request, version: 9);

        Assert.That(answer.Responses.Select(t => t.PartitionResponses.Single().ErrorCode), Is.All.EqualTo(ErrorCode.None));
    }

    [Test]
    public async Task NonLeader_SaysSo_AndNamesTheLeader_WhereTheVersionCan([Values(7, 9, 10)] int version)
    {
        await _broker.RegisterPhantomAsync(2);
        await CreateElsewhereAsync("elsewhere", broker: 2);
        _broker.AnnounceLeader("elsewhere", 0, leader: 2, term: 5);

        var answer = await _broker.Connect().CallAsync(Batches.Produce("elsewhere", 0, Batches.Of("x")), (short)version);

        var partition = answer.Responses.Single().PartitionResponses.Single();
        Assert.That(partition.ErrorCode, Is.EqualTo(ErrorCode.NotLeaderOrFollower));
        Assert.That(partition.CurrentLeader?.LeaderId, Is.EqualTo(version >= 10 ? 2 : null));
        Assert.That(answer.NodeEndpoints.Select(node => node.Host), Is.EqualTo(version >= 10 ? ["broker-2"] : Array.Empty<string>()));
    }

    internal static async Task<ProduceResponse.Partition> OneAsync(TestClient client, ProduceRequest request) =>
        (await client.CallAsync(request, version: 9)).Responses.Single().PartitionResponses.Single();

    private static async Task<long> ProduceAsync(TestClient client, string[] values, short acks = -1)
    {
        var partition = await OneAsync(client, Batches.Produce("t", 0, Batches.Of(values), acks));
        Assert.That(partition.ErrorCode, Is.EqualTo(ErrorCode.None));
        return partition.BaseOffset;
    }

    private async Task CreateElsewhereAsync(string topic, int broker)
    {
        var request = new CreateTopicsRequest { TimeoutMs = 100 };
        request.Topics.Add(new CreateTopicsRequest.Topic
        {
            Name = topic,
            NumPartitions = -1,
            ReplicationFactor = -1,
            Assignments = [new CreateTopicsRequest.Assignment { PartitionIndex = 0, BrokerIds = [broker] }],
        });
        var created = (await _broker.Connect().CallAsync(request, version: 5)).Topics.Single();
        Assert.That(created.ErrorCode, Is.EqualTo(ErrorCode.None), created.ErrorMessage);
    }

    [Test]
    public async Task RequestsThatCameTogether_MoreThanMayBeInFlight_AreAllAppended()
    {
        int count = new KafkaListenerOptions().MaxProduceRequestsInFlight + 10;
        var client = _broker.Connect();

        await client.SendTogetherAsync(Batches.Produce("t", 0, Batches.Of("a")), version: 9, count);

        for (int i = 0; i < count; i++)
        {
            var (_, answer) = await client.ReceiveAsync<ProduceResponse>(version: 9);
            Assert.That(answer.Responses.Single().PartitionResponses.Single().BaseOffset, Is.EqualTo(i));
        }
    }
}
