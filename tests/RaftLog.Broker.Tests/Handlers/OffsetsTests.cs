using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>ListOffsets and OffsetForLeaderEpoch, against a whole broker.</summary>
public sealed class OffsetsTests
{
    private TestBroker _broker = null!;
    private TestClient _client = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _broker = await TestBroker.StartAsync();
        await _broker.CreateTopicAsync("t");
        _client = _broker.Connect();
        foreach (var timestamp in new long[] { 100, 300, 200 })
        {
            using var builder = new RecordBatchBuilder();
            builder.Append(timestamp, NullableBytes.Null, "v"u8.ToArray());
            using var batch = builder.Build();
            await ProduceTests.OneAsync(_client, Batches.Produce("t", 0, batch.Span.ToArray()));
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public async Task Ends_AreFound_InEveryVersion([Range(1, 11)] int version)
    {
        var latest = await AskAsync(timestamp: -1, (short)version);
        var earliest = await AskAsync(timestamp: -2, (short)version);

        Assert.That((latest.Offset, earliest.Offset), Is.EqualTo((3L, 0L)));
        Assert.That(latest.LeaderEpoch, Is.EqualTo(version >= 4 ? 1 : -1));
    }

    [TestCase(0, 0, 100)]
    [TestCase(100, 0, 100)]
    [TestCase(101, 1, 300)]
    [TestCase(300, 1, 300)]
    [TestCase(301, -1, -1)]
    public async Task Time_FindsTheFirstRecordNotBefore(long timestamp, long offset, long found)
    {
        var answer = await AskAsync(timestamp, version: 5);

        Assert.That((answer.ErrorCode, answer.Offset, answer.Timestamp), Is.EqualTo((ErrorCode.None, offset, found)));
    }

    [TestCase(CompressionCodec.None)]
    [TestCase(CompressionCodec.Gzip)]
    public async Task Time_FindsRecordsOfAProducerThatLeavesTheLargestTimestampOut(CompressionCodec codec)
    {
        string topic = $"left-out-{codec}";
        await _broker.CreateTopicAsync(topic);
        using var builder = new RecordBatchBuilder();
        builder.Append(100, NullableBytes.Null, "v"u8.ToArray());
        builder.Append(400, NullableBytes.Null, "v"u8.ToArray());
        using var batch = builder.Build(codec);
        RecordBatch.SetMaxTimestamp(batch.Span, -1);
        await ProduceTests.OneAsync(_client, Batches.Produce(topic, 0, batch.Span.ToArray()));

        var answer = await AskAsync(timestamp: 200, version: 5, topic);

        Assert.That((answer.ErrorCode, answer.Offset, answer.Timestamp), Is.EqualTo((ErrorCode.None, 1L, 400L)));
    }

    [TestCase(-5, 9)]
    [TestCase(-6, 11)]
    public async Task PlacesOfTieredStorage_AreNowhere_WhichIsNoError(long timestamp, int first)
    {
        var answer = await AskAsync(timestamp, (short)first);

        Assert.That((answer.ErrorCode, answer.Offset, answer.Timestamp), Is.EqualTo((ErrorCode.None, -1L, -1L)));
        Assert.That((await AskAsync(timestamp, (short)(first - 1))).ErrorCode, Is.EqualTo(ErrorCode.UnsupportedVersion));
    }

    [Test]
    public async Task LargestTimestamp_IsFoundFromVersion7()
    {
        var answer = await AskAsync(timestamp: -3, version: 7);

        Assert.That((answer.Offset, answer.Timestamp), Is.EqualTo((1L, 300L)));
        Assert.That((await AskAsync(timestamp: -3, version: 6)).ErrorCode, Is.EqualTo(ErrorCode.UnsupportedVersion));
    }

    [Test]
    public async Task EndOfALeadersTerm_IsTheLogsEnd_WhileItLeads([Range(0, 4)] int version)
    {
        var request = new OffsetForLeaderEpochRequest { ReplicaId = -1 };
        request.Topics.Add(new OffsetForLeaderEpochRequest.OffsetForLeaderTopic
        {
            Topic = "t",
            Partitions = [new OffsetForLeaderEpochRequest.OffsetForLeaderPartition { LeaderEpoch = 1, CurrentLeaderEpoch = 1 }],
        });

        var answer = (await _client.CallAsync(request, (short)version)).Topics.Single().Partitions.Single();

        Assert.That((answer.ErrorCode, answer.LeaderEpoch, answer.EndOffset), Is.EqualTo((ErrorCode.None, version >= 1 ? 1 : -1, 3L)));
    }

    private async Task<ListOffsetsResponse.Partition> AskAsync(long timestamp, short version, string topic = "t")
    {
        var request = new ListOffsetsRequest();
        request.Topics.Add(new ListOffsetsRequest.Topic
        {
            Name = topic,
            Partitions = [new ListOffsetsRequest.Partition { Timestamp = timestamp }],
        });
        return (await _client.CallAsync(request, version)).Topics.Single().Partitions.Single();
    }
}
