namespace RaftLog.Interop.Tests;

/// <summary>The leader of the partition is killed while a client produces and consumes. One at a time, since it is everybody's broker.</summary>
[NonParallelizable]
internal sealed class LeaderKillTests
{
    private const int Records = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [TestCaseSource(typeof(ForeignClients), nameof(ForeignClients.AsMembers))]
    public async Task RecordsProducedWhileTheLeaderIsKilled_AllArrive_AndOnceFromAnIdempotentProducer(ForeignClient client, GroupProtocol protocol)
    {
        using var patience = new CancellationTokenSource(Patience);
        string topic = $"killed-{client.Name}-{protocol}";
        await InteropCluster.CreateTopicAsync(topic, partitions: 1, patience.Token);
        bool idempotent = client.Has(Capability.IdempotentProducer);
        ForeignRecord[] sent = [.. Enumerable.Range(0, 2 * Records).Select(i => new ForeignRecord($"key-{i % 10}", $"value-{i}", $"h{i}"))];
        await using ForeignConsumer consumer = client.StartConsumer(topic, $"{topic}-group", protocol: protocol);
        await using ForeignProcess producer = client.StartProducer(topic, "none", idempotent);
        await producer.WriteLinesAsync(sent.Take(Records).Select(client.Line), patience.Token);

        // Not all of them: kcat reads its input in blocks.
        await ForeignConsumer.ReadUntilAsync(() => consumer.Records.Count >= Records / 2, patience.Token, consumer);

        await InteropCluster.KillLeaderAsync(topic, patience.Token);
        try
        {
            await producer.WriteLinesAsync(sent.Skip(Records).Select(client.Line), patience.Token);
            await producer.EndAsync(patience.Token);
            await ForeignConsumer.ReadUntilAsync(() => Distinct(consumer).Count == sent.Length, patience.Token, consumer);
            await consumer.StopAsync(patience.Token);
        }
        finally
        {
            await InteropCluster.StartAllAsync(CancellationToken.None);
        }

        ConsumedRecord[] inLog = [.. consumer.Records.DistinctBy(record => record.Offset).OrderBy(record => record.Offset)];
        IEnumerable<string> values = inLog.Select(record => record.Value);
        Assert.That(idempotent ? values : values.Distinct(), Is.EqualTo(sent.Select(record => record.Value)));
    }

    private static HashSet<string> Distinct(ForeignConsumer consumer) => [.. consumer.Records.Select(record => record.Value)];
}
