using System.Text;
using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>What a compacted topic takes: records with a key, in batches that can be read.</summary>
public sealed class CompactedTopicProduceTests
{
    private TestBroker _broker = null!;

    private static IEnumerable<CompressionCodec> Codecs => Enum.GetValues<CompressionCodec>().Where(BatchCompression.IsAvailable);

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _broker = await TestBroker.StartAsync();
        await CreateAsync("compacted", "compact");
        await CreateAsync("both", "compact,delete");
        await CreateAsync("deleted", "delete");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public async Task RecordsWithoutAKey_AreRefusedByName_AndNothingOfTheirBatchIsAppended(
        [Values("compacted", "both")] string topic, [ValueSource(nameof(Codecs))] CompressionCodec codec)
    {
        long before = await EndAsync(topic);

        var answer = await ProduceTests.OneAsync(_broker.Connect(), Batches.Produce(topic, 0, Batch(codec, "a", null, "b", null)));

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.InvalidRecord));
        Assert.That(answer.RecordErrors.Select(error => error.BatchIndex), Is.EqualTo(new[] { 1, 3 }));
        Assert.That(answer.RecordErrors.Select(error => error.BatchIndexErrorMessage), Is.All.Not.Empty);
        Assert.That(answer.ErrorMessage, Is.Not.Empty);
        Assert.That(await EndAsync(topic), Is.EqualTo(before));
    }

    [Test]
    public async Task OldVersions_AreToldTheCodeOnly()
    {
        var request = Batches.Produce("compacted", 0, Batch(CompressionCodec.None, [null]));

        var answer = (await _broker.Connect().CallAsync(request, version: 7)).Responses.Single().PartitionResponses.Single();

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.InvalidRecord));
        Assert.That(answer.RecordErrors, Is.Empty);
    }

    [Test]
    public async Task RecordsWithAKey_BeItEmpty_AreTaken([ValueSource(nameof(Codecs))] CompressionCodec codec)
    {
        var answer = await ProduceTests.OneAsync(_broker.Connect(), Batches.Produce("compacted", 0, Batch(codec, "a", "", "b")));

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That(answer.RecordErrors, Is.Empty);
    }

    [Test]
    public async Task OtherTopics_TakeRecordsWithoutAKey()
    {
        var answer = await ProduceTests.OneAsync(_broker.Connect(), Batches.Produce("deleted", 0, Batch(CompressionCodec.None, [null])));

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public async Task BatchThatCannotBeRead_IsRefused_ForItCouldNeverBeCleaned()
    {
        var batch = Batch(CompressionCodec.None, "a", "b");
        batch[RecordBatchHeader.Size] = 0x7e;
        RecordBatch.SetProducerState(batch, producerId: 1, producerEpoch: 0, baseSequence: 0);

        var answer = await ProduceTests.OneAsync(_broker.Connect(), Batches.Produce("compacted", 0, batch));

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.InvalidRecord));
    }

    [Test]
    public async Task ManyRecordsWithoutAKey_AreNotAllNamed()
    {
        var answer = await ProduceTests.OneAsync(_broker.Connect(), Batches.Produce("compacted", 0, Batch(CompressionCodec.Gzip, new string?[5_000])));

        Assert.That(answer.RecordErrors, Has.Count.EqualTo(1_000));
    }

    private static byte[] Batch(CompressionCodec codec, params string?[] keys)
    {
        using var builder = new RecordBatchBuilder();
        foreach (string? key in keys)
        {
            builder.Append(1_000, key is null ? NullableBytes.Null : Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes("value"));
        }

        using var batch = builder.Build(codec);
        return batch.Span.ToArray();
    }

    private async Task CreateAsync(string topic, string policy) =>
        await _broker.CreateTopicAsync(topic, configs: new Dictionary<string, string> { ["cleanup.policy"] = policy });

    private async Task<long> EndAsync(string topic) =>
        (await _broker.Connect().CallAsync(Batches.Fetch(topic, 0, offset: 0), version: 11)).Responses.Single().Partitions.Single().HighWatermark;
}
