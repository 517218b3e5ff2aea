namespace RaftLog.Interop.Tests;

/// <summary>Consume, transform and produce in transactions, with a worker that is killed in between.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class TransformTests
{
    private const int Records = 120;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [TestCaseSource(typeof(ForeignClients), nameof(ForeignClients.Having), new object[] { Capability.OffsetsInTransactions })]
    public async Task RecordsAreTransformedOnce_AlsoWhenTheWorkerIsKilled(ForeignClient client)
    {
        using var patience = new CancellationTokenSource(Patience);
        string source = $"source-{client.Name}";
        string target = $"target-{client.Name}";
        await InteropCluster.CreateTopicAsync(source, partitions: 1, patience.Token);
        await InteropCluster.CreateTopicAsync(target, partitions: 1, patience.Token);
        string[] values = [.. Enumerable.Range(0, Records).Select(i => $"v{i}")];
        await OwnClient.ProduceAsync(source, values, patience.Token);

        await using (client.Start("transform", source, target, $"{source}-group", source))
        {
            await OwnClient.ReadCommittedAsync(target, $"done-v{Records / 3}", patience.Token);
        }

        await using (client.Start("transform", source, target, $"{source}-group", source))
        {
            await OwnClient.ReadCommittedAsync(target, $"done-v{Records - 1}", patience.Token);
        }

        await OwnClient.ProduceAsync(target, ["end"], patience.Token);
        Assert.That(await OwnClient.ReadCommittedAsync(target, "end", patience.Token), Is.EqualTo([.. values.Select(value => $"done-{value}"), "end"]));
    }
}
