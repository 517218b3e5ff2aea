namespace RaftLog.Interop.Tests;

/// <summary>Consumer groups: two members, one of which leaves, and one that comes later.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class GroupTests
{
    private const int Partitions = 4;
    private const int Keys = 100;
    private const int Records = 5_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [TestCaseSource(typeof(ForeignClients), nameof(ForeignClients.AsMembers))]
    public async Task KeyedRecords_ArriveOnceAndInOrderPerKey_AlsoWhenAMemberLeaves(ForeignClient client, GroupProtocol protocol)
    {
        using var patience = new CancellationTokenSource(Patience);
        string topic = $"group-{client.Name}-{protocol}";
        await InteropCluster.CreateTopicAsync(topic, Partitions, patience.Token);
        await using ForeignConsumer first = client.StartConsumer(topic, $"{topic}-group", protocol: protocol);
        await using ForeignConsumer second = client.StartConsumer(topic, $"{topic}-group", protocol: protocol);
        await ForeignConsumer.ReadUntilAsync(() => first.HasPartitions(2) && second.HasPartitions(2), patience.Token, first, second);

        ForeignRecord[] sent = [.. Enumerable.Range(0, 2 * Records).Select(i => new ForeignRecord($"key-{i % Keys}", $"value-{i}", $"h{i}"))];
        await client.ProduceAsync(topic, sent.Take(Records), "none", patience.Token);
        await ForeignConsumer.ReadUntilAsync(() => first.Records.Count + second.Records.Count >= Records, patience.Token, first, second);
        if (protocol == GroupProtocol.Consumer)
        {
            // Nobody has to give up what it keeps, and so to commit: @platformatic/kafka goes back to its last commit all the same when it is given more.
            await OwnClient.UntilCommittedAsync(topic, Partitions, $"{topic}-group", Records, patience.Token);
        }

        await first.StopAsync(patience.Token);
        await ForeignConsumer.ReadUntilAsync(() => second.HasPartitions(Partitions), patience.Token, second);
        await client.ProduceAsync(topic, sent.Skip(Records), "gzip", patience.Token);
        await ForeignConsumer.ReadUntilAsync(() => first.Records.Count + second.Records.Count >= 2 * Records, patience.Token, second);
        await second.StopAsync(patience.Token);

        Assert.That(first.Records, Is.Not.Empty, "The first member got nothing.");
        AssertEverythingArrived(client, sent, [.. first.Records, .. second.Records]);
    }

    [TestCaseSource(typeof(ForeignClients), nameof(ForeignClients.AsMembers))]
    public async Task LaterMember_GoesOnWhereTheGroupHasCommitted(ForeignClient client, GroupProtocol protocol)
    {
        using var patience = new CancellationTokenSource(Patience);
        string topic = $"resume-{client.Name}-{protocol}";
        await InteropCluster.CreateTopicAsync(topic, partitions: 1, patience.Token);
        await OwnClient.ProduceAsync(topic, ["a", "b", "c"], patience.Token);

        await using ForeignConsumer earlier = client.StartConsumer(topic, $"{topic}-group", protocol: protocol);
        await ForeignConsumer.ReadUntilAsync(() => earlier.Records.Count >= 3, patience.Token, earlier);
        await earlier.StopAsync(patience.Token);
        await OwnClient.ProduceAsync(topic, ["d", "e"], patience.Token);
        await using ForeignConsumer later = client.StartConsumer(topic, $"{topic}-group", protocol: protocol);
        await ForeignConsumer.ReadUntilAsync(() => later.Records.Count >= 2, patience.Token, later);
        await later.StopAsync(patience.Token);

        Assert.That(later.Records.Select(record => record.Value), Is.EqualTo(["d", "e"]));
    }

    private static void AssertEverythingArrived(ForeignClient client, ForeignRecord[] sent, ConsumedRecord[] all)
    {
        Assert.That(all, Has.Length.EqualTo(sent.Length));
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
