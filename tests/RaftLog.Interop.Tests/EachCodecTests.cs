namespace RaftLog.Interop.Tests;

/// <summary>What a client produces with each of its codecs, itself and our client read.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class EachCodecTests
{
    private const int Records = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [TestCaseSource(typeof(ForeignClients), nameof(ForeignClients.WithCodecs))]
    public async Task ProducedRecords_AreReadByTheSameClient_AndByOurs(ForeignClient client, string codec)
    {
        using var patience = new CancellationTokenSource(Patience);
        string topic = $"codec-{client.Name}-{codec}";
        await InteropCluster.CreateTopicAsync(topic, partitions: 1, patience.Token);
        ForeignRecord[] sent = [.. Enumerable.Range(0, Records).Select(i => new ForeignRecord($"key-{i % 7}", $"value-{i}", $"h{i}"))];

        await client.ProduceAsync(topic, sent, codec, patience.Token);

        await using ForeignConsumer reader = client.StartConsumer(topic, $"{topic}-group");
        await ForeignConsumer.ReadUntilAsync(() => reader.Records.Count >= Records, patience.Token, reader);
        await reader.StopAsync(patience.Token);
        ConsumedRecord[] expected =
            [.. sent.Select((record, i) => new ConsumedRecord(0, i, record.Key, record.Value, client.ExpectedHeaders(record)))];
        Assert.That(reader.Records, Is.EqualTo(expected));
        Assert.That(await OwnClient.ReadAsync(topic, Records, patience.Token), Is.EqualTo(expected));
    }
}
