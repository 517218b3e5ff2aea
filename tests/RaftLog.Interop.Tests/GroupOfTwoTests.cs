namespace RaftLog.Interop.Tests;

/// <summary>Each foreign client, unchanged, does the whole round: create, produce, consume in a group of two.</summary>
[TestFixtureSource(nameof(Clients))]
internal sealed class GroupOfTwoTests(ForeignClient client)
{
    private const int Partitions = 4;
    private const int Keys = 100;
    private const int Records = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static IEnumerable<ForeignClient> Clients()
    {
        var kafkaPython = new ScriptedClient("kafka-python", "/usr/bin/python3", "kafka_python_client.py");
        yield return kafkaPython;
        yield return new ScriptedClient("kafkajs", "node", "kafkajs_client.js");
        yield return new KcatClient(creator: kafkaPython);
    }

    [Test]
    public async Task TenThousandKeyedRecordsWithHeaders_ArriveOnceAndInOrderPerKey_InAGroupOfTwo()
    {
        using var patience = new CancellationTokenSource(Patience);
        string bootstrap = InteropCluster.BootstrapServers;
        string topic = $"interop-{client.Name}";
        await client.CreateTopicAsync(bootstrap, topic, Partitions, replicas: 3, patience.Token);

        await using ForeignConsumer first = client.StartConsumer(bootstrap, topic, $"{topic}-group");
        await using ForeignConsumer second = client.StartConsumer(bootstrap, topic, $"{topic}-group");
        await ForeignConsumer.ReadUntilAsync(() => IsHalf(first.Assignment) && IsHalf(second.Assignment), patience.Token, first, second);

        ForeignRecord[] sent = [.. Enumerable.Range(0, Records).Select(i => new ForeignRecord($"key-{i % Keys}", $"value-{i}", $"h{i}"))];
        await client.ProduceAsync(bootstrap, topic, sent, patience.Token);

        await ForeignConsumer.ReadUntilAsync(() => first.Records.Count + second.Records.Count >= Records, patience.Token, first, second);
        await Task.WhenAll(first.StopAsync(patience.Token), second.StopAsync(patience.Token));

        AssertEverythingArrived(sent, first.Records, second.Records);
    }

    private static bool IsHalf(string? assignment) =>
        assignment is { Length: > 0 } && assignment.Split(',').Length == Partitions / 2;

    private void AssertEverythingArrived(ForeignRecord[] sent, IReadOnlyList<ConsumedRecord> first, IReadOnlyList<ConsumedRecord> second)
    {
        ConsumedRecord[] all = [.. first, .. second];
        Assert.Multiple(() =>
        {
            Assert.That(all, Has.Length.EqualTo(Records));
            Assert.That(first, Is.Not.Empty, "The first member got nothing.");
            Assert.That(second, Is.Not.Empty, "The second member got nothing.");
        });
        foreach (IGrouping<int, ConsumedRecord> partition in all.GroupBy(r => r.Partition))
        {
            Assert.That(
                partition.Select(r => r.Offset),
                Is.EqualTo(Enumerable.Range(0, partition.Count()).Select(i => (long)i)),
                $"Offsets of partition {partition.Key}.");
        }

        ILookup<string, ConsumedRecord> byKey = all.ToLookup(r => r.Key);
        foreach (IGrouping<string, ForeignRecord> key in sent.GroupBy(r => r.Key))
        {
            Assert.That(byKey[key.Key].Select(r => r.Value), Is.EqualTo(key.Select(r => r.Value)), $"Order of {key.Key}.");
            Assert.That(byKey[key.Key].Select(r => r.Headers), Is.EqualTo(key.Select(client.ExpectedHeaders)), $"Headers of {key.Key}.");
        }
    }
}
