using RaftLog.Broker.Tests.Handlers;
using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Storage;

namespace RaftLog.Broker.Tests.Retention;

/// <summary>Records expire by what their topic is configured to at the moment, and timestamps are checked where records come in.</summary>
public sealed class RetentionTests
{
    private InMemoryFileSystem _disk = null!;
    private TestBroker _broker = null!;
    private TestClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _disk = new InMemoryFileSystem();
        _broker = await TestBroker.StartAsync(options => options.RetentionCheckInterval = TimeSpan.FromMilliseconds(5), disk: _disk);
        _client = _broker.Connect();
    }

    [TearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public async Task OldRecords_Expire_AndTheirFilesGo_WithoutARestart_WhenTheTopicIsChanged()
    {
        var created = await _broker.CreateTopicAsync("t", configs: new Dictionary<string, string> { ["retention.ms"] = "-1" });
        await ProduceAsync("t", DateTimeOffset.UtcNow.AddHours(-2).ToUnixTimeMilliseconds());
        await ProduceAsync("t", DateTimeOffset.UtcNow.AddHours(-2).ToUnixTimeMilliseconds());
        Assert.That(await EarliestAsync("t"), Is.Zero);

        await SetAsync("t", "retention.ms", "3600000");

        await EventuallyEarliestAsync("t", 2);
        string directory = $"/data/replicas/{created.TopicId:N}-0";
        await Eventually.HoldsAsync(() => FirstOffsetOf(directory) == 2, "The files of expired records stay.");
        Assert.That((await ProduceAsync("t", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds())).BaseOffset, Is.EqualTo(2));
    }

    /// <summary>Many logs are looked at some at a time.</summary>
    [Test]
    public async Task LogBehindManyOthers_IsLookedAtToo()
    {
        await _broker.CreateTopicAsync("many", partitions: 70);
        await _broker.CreateTopicAsync("last", configs: new Dictionary<string, string> { ["retention.ms"] = "1" });
        await ProduceAsync("last", 1_000);

        await EventuallyEarliestAsync("last", 1);
    }

    [Test]
    public async Task TopicThatIsOnlyCompacted_LosesNothingByAge()
    {
        await _broker.CreateTopicAsync("keys", configs: new Dictionary<string, string> { ["cleanup.policy"] = "compact", ["retention.ms"] = "1" });
        await _broker.CreateTopicAsync("control", configs: new Dictionary<string, string> { ["retention.ms"] = "1" });
        await ProduceAsync("keys", 1_000);
        await ProduceAsync("control", 1_000);

        await EventuallyEarliestAsync("control", 1);
        Assert.That(await EarliestAsync("keys"), Is.Zero);
    }

    [TestCase(3_600_000 + 60_000, ErrorCode.InvalidTimestamp)]
    [TestCase(3_600_000 - 60_000, ErrorCode.None)]
    [TestCase(-1_000_000_000_000, ErrorCode.None)]
    public async Task TimestampOfTheFuture_IsRefused_AndThatOfThePastIsTaken_ByDefault(long fromNowMs, ErrorCode expected)
    {
        await _broker.CreateTopicAsync("t", configs: new Dictionary<string, string> { ["retention.ms"] = "-1" });

        Assert.That((await ProduceAsync("t", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + fromNowMs)).ErrorCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task Limits_AreTheTopics_AndNotOfTopicsThatSetTheTimeThemselves()
    {
        await _broker.CreateTopicAsync("strict", configs: new Dictionary<string, string>
        {
            ["message.timestamp.before.max.ms"] = "60000",
            ["message.timestamp.after.max.ms"] = "9223372036854775807",
        });
        await _broker.CreateTopicAsync("own", configs: new Dictionary<string, string>
        {
            ["message.timestamp.before.max.ms"] = "60000",
            ["message.timestamp.type"] = "LogAppendTime",
        });
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        Assert.That((await ProduceAsync("strict", now - 120_000)).ErrorCode, Is.EqualTo(ErrorCode.InvalidTimestamp));
        Assert.That((await ProduceAsync("strict", long.MaxValue - 10)).ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That((await ProduceAsync("own", now - 120_000)).ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    private long FirstOffsetOf(string directory) =>
        long.Parse(_disk.EnumerateFiles(directory).First(name => name.EndsWith(".log", StringComparison.Ordinal)).Split('-')[0]);

    private async Task<ProduceResponse.Partition> ProduceAsync(string topic, long timestampMs)
    {
        using var builder = new RecordBatchBuilder();
        builder.Append(timestampMs, NullableBytes.Null, "v"u8.ToArray());
        using var batch = builder.Build();
        return await ProduceTests.OneAsync(_client, Batches.Produce(topic, 0, batch.Span.ToArray()));
    }

    private async Task SetAsync(string topic, string name, string value)
    {
        var request = new IncrementalAlterConfigsRequest();
        request.Resources.Add(new IncrementalAlterConfigsRequest.Resource
        {
            ResourceType = ConfigResourceType.Topic,
            ResourceName = topic,
            Configs = [new IncrementalAlterConfigsRequest.Config { Name = name, Value = value }],
        });
        Assert.That((await _client.CallAsync(request, version: 1)).Responses.Single().ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    private async Task EventuallyEarliestAsync(string topic, long expected)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await EarliestAsync(topic) != expected)
        {
            Assert.That(patience.IsCancellationRequested, Is.False, $"The log of {topic} does not begin at {expected}.");
        }
    }

    private async Task<long> EarliestAsync(string topic)
    {
        var request = new ListOffsetsRequest();
        request.Topics.Add(new ListOffsetsRequest.Topic { Name = topic, Partitions = [new ListOffsetsRequest.Partition { Timestamp = -2 }] });
        return (await _client.CallAsync(request, version: 5)).Topics.Single().Partitions.Single().Offset;
    }
}
