using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>Who keeps up is served from memory; who catches up costs one read of the file for each answer.</summary>
public sealed class FetchFileReadTests
{
    private const short Version = 11;
    private const int Forever = 60_000;
    private const int Rounds = 100;

    private ReadCountingFileSystem _files = null!;
    private TestBroker _broker = null!;
    private TestClient _writer = null!;
    private TestClient _reader = null!;

    [TearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public async Task Reader_ThatWaitsForEachRecord_NeverTouchesAFile()
    {
        await StartAsync();
        int before = _files.Reads;
        for (int i = 0; i < Rounds; i++)
        {
            await _reader.SendAsync(Batches.Fetch("t", 0, offset: i, maxWaitMs: Forever), Version);
            await ProduceAsync($"value {i}");
            Assert.That(await ReceiveAsync(), Is.EqualTo(new[] { $"value {i}" }));
        }

        Assert.That(_files.Reads - before, Is.Zero);
    }

    [Test]
    public async Task Reader_OfAnythingThatMemoryHolds_NeverTouchesAFile()
    {
        await StartAsync();
        for (int i = 0; i < Rounds; i++)
        {
            await ProduceAsync($"{2 * i}", $"{(2 * i) + 1}");
        }

        int before = _files.Reads;
        for (int offset = 0; offset < 2 * Rounds; offset++)
        {
            Assert.That(await FetchAsync(offset), Does.Contain($"{offset}"));
        }

        Assert.That(_files.Reads - before, Is.Zero);
    }

    [Test]
    public async Task Reader_OfWhatMemoryHoldsNoMore_ReadsTheFileOnceForAnAnswer()
    {
        // Each batch is large enough for a signpost of its own in the index.
        string value = new('x', 50_000);
        await StartAsync(tailCacheBytes: 200_000);
        for (int i = 0; i < 20; i++)
        {
            await ProduceAsync(value);
        }

        int before = _files.Reads;
        Assert.That(await FetchAsync(offset: 3, maxBytes: 220_000), Has.Count.EqualTo(4));
        Assert.That(_files.Reads - before, Is.EqualTo(1));
    }

    [Test]
    public async Task PartitionsForWhichTheAnswerHasNoRoom_AreNotRead()
    {
        string value = new('x', 50_000);
        await StartAsync(tailCacheBytes: 60_000, partitions: 2);
        for (int i = 0; i < 10; i++)
        {
            await ProduceTests.OneAsync(_writer, Batches.Produce("t", i % 2, Batches.Of(value)));
        }

        FetchRequest request = Batches.Fetch("t", 0, offset: 0);
        request.MaxBytes = 10;
        request.Topics[0].Partitions.Add(new FetchRequest.FetchPartition { Partition = 1, FetchOffset = 0, PartitionMaxBytes = 1 << 20 });
        int both = await ReadsOfAsync(request);
        request.Topics[0].Partitions.RemoveAt(1);

        Assert.That(both, Is.EqualTo(await ReadsOfAsync(request)));
    }

    // An answer holds one batch however small the limit is (KIP-74).
    private async Task<int> ReadsOfAsync(FetchRequest request)
    {
        int before = _files.Reads;
        FetchResponse answer = await _reader.CallAsync(request, Version);
        Assert.That(answer.Responses[0].Partitions.Sum(partition => Batches.Values(partition.Records).Count), Is.EqualTo(1));
        Assert.That(answer.Responses[0].Partitions.Select(partition => partition.HighWatermark), Is.All.EqualTo(5));
        return _files.Reads - before;
    }

    private async Task StartAsync(long tailCacheBytes = 1 << 20, int partitions = 1)
    {
        _files = new ReadCountingFileSystem();
        _broker = await TestBroker.StartAsync(disk: _files, tailCacheBytes: tailCacheBytes);
        await _broker.CreateTopicAsync("t", partitions);
        _writer = _broker.Connect();
        _reader = _broker.Connect();
    }

    private async Task ProduceAsync(params string[] values)
    {
        ProduceResponse.Partition answer = await ProduceTests.OneAsync(_writer, Batches.Produce("t", 0, Batches.Of(values)));
        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    private async Task<List<string>> FetchAsync(long offset, int maxBytes = 1 << 20)
    {
        FetchRequest request = Batches.Fetch("t", 0, offset);
        request.Topics[0].Partitions[0].PartitionMaxBytes = maxBytes;
        await _reader.SendAsync(request, Version);
        return await ReceiveAsync();
    }

    private async Task<List<string>> ReceiveAsync() =>
        Batches.Values((await _reader.ReceiveAsync<FetchResponse>(Version)).Response.Responses[0].Partitions[0].Records);
}
