using System.Text;
using RaftLog.Broker.Tests.Handlers;
using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Storage;

namespace RaftLog.Broker.Tests.Compaction;

/// <summary>Logs are compacted when their topic says so, and only then.</summary>
public sealed class CompactionLoopTests
{
    private InMemoryFileSystem _disk = null!;
    private TestBroker _broker = null!;
    private TestClient _client = null!;

    [SetUp]
    public void Begin() => _disk = new InMemoryFileSystem();

    [TearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public async Task CompactedTopic_GetsShorter_AndOthersDoNot()
    {
        await StartAsync(options => options.Compaction.CheckInterval = TimeSpan.FromMilliseconds(5));
        string compacted = await CreateAsync("compacted", "compact");
        string kept = await CreateAsync("kept", "delete");
        await FillAsync("compacted");
        await FillAsync("kept");

        await Eventually.HoldsAsync(() => BytesOf(compacted) < 2 << 20, "The log does not get shorter.");

        Assert.That(BytesOf(kept), Is.GreaterThan(3 << 20));
    }

    [Test]
    public async Task PolicyOfATopic_MayChangeWhileTheBrokerRuns()
    {
        await StartAsync(options => options.Compaction.CheckInterval = TimeSpan.FromMilliseconds(5));
        string directory = await CreateAsync("t", "delete");
        await FillAsync("t");
        Assert.That(BytesOf(directory), Is.GreaterThan(3 << 20));

        await SetAsync("t", "cleanup.policy", "compact");

        await Eventually.HoldsAsync(() => BytesOf(directory) < 2 << 20, "The log does not get shorter.");
    }

    [Test]
    public async Task BrokerThatStops_WhileItCompactsSlowly_StopsAtOnce()
    {
        await StartAsync(options =>
        {
            options.Compaction.CheckInterval = TimeSpan.FromMilliseconds(5);
            options.Compaction.MaxBytesPerSecond = 1024;
        });
        string directory = await CreateAsync("t", "compact");
        await FillAsync("t");

        await _broker.DisposeAsync();

        Assert.That(_disk.EnumerateFiles(directory).Where(name => name.EndsWith(".tmp", StringComparison.Ordinal)), Is.Empty);
        await StartAsync(_ => { });
    }

    private async Task StartAsync(Action<BrokerOptions> configure)
    {
        _broker = await TestBroker.StartAsync(configure, disk: _disk);
        _client = _broker.Connect();
    }

    private async Task<string> CreateAsync(string topic, string policy)
    {
        var created = await _broker.CreateTopicAsync(topic, configs: new Dictionary<string, string>
        {
            ["cleanup.policy"] = policy,
            ["segment.bytes"] = "1048576",
            ["min.cleanable.dirty.ratio"] = "0.1",
        });
        return $"/data/replicas/{created.TopicId:N}-0";
    }

    // Four segments of updates of ten keys.
    private async Task FillAsync(string topic)
    {
        for (int i = 0; i < 45; i++)
        {
            using var builder = new RecordBatchBuilder();
            for (int record = 0; record < 10; record++)
            {
                builder.Append(1_000, Encoding.UTF8.GetBytes($"key-{record}"), new byte[10_000]);
            }

            using var batch = builder.Build();
            var answer = await ProduceTests.OneAsync(_client, Batches.Produce(topic, 0, batch.Span.ToArray()));
            Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.None));
        }
    }

    private long BytesOf(string directory)
    {
        long bytes = 0;
        foreach (string name in _disk.EnumerateFiles(directory).Where(name => name.EndsWith(".log", StringComparison.Ordinal)))
        {
            try
            {
                using var file = _disk.Open($"{directory}/{name}", FileOpenMode.Read);
                bytes += file.Length;
            }
            catch (FileNotFoundException)
            {
                // Replaced since the directory was read.
            }
        }

        return bytes;
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
}
