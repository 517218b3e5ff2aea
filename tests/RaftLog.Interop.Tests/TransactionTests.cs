namespace RaftLog.Interop.Tests;

/// <summary>Transactional producers, and readers of committed records only.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class TransactionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [TestCaseSource(typeof(ForeignClients), nameof(ForeignClients.Having), new object[] { Capability.Transactions })]
    public async Task CommittedTransactionsAreRead_AndAbortedOnesOnlyByWhoeverAsksForAll(ForeignClient client)
    {
        using var patience = new CancellationTokenSource(Patience);
        string topic = $"transactions-{client.Name}";
        await InteropCluster.CreateTopicAsync(topic, partitions: 1, patience.Token);
        await using (Transactor transactor = await Transactor.StartAsync(client, topic, topic, patience.Token))
        {
            await transactor.TransactAsync(["a", "b"], "commit", patience.Token);
            await transactor.TransactAsync(["c", "d"], "abort", patience.Token);
            await transactor.TransactAsync(["e"], "commit", patience.Token);
        }

        await OwnClient.ProduceAsync(topic, ["end"], patience.Token);

        Assert.That(await ReadAsync(client, topic, "read_committed", patience.Token), Is.EqualTo(["a", "b", "e", "end"]));
        Assert.That(await ReadAsync(client, topic, "read_uncommitted", patience.Token), Is.EqualTo(["a", "b", "c", "d", "e", "end"]));
        Assert.That(await OwnClient.ReadCommittedAsync(topic, "end", patience.Token), Is.EqualTo(["a", "b", "e", "end"]));
    }

    [TestCaseSource(typeof(ForeignClients), nameof(ForeignClients.Having), new object[] { Capability.TransactionalIdTakenOver })]
    public async Task ProducerWhoseIdWasTakenOver_CannotCommit(ForeignClient client)
    {
        using var patience = new CancellationTokenSource(Patience);
        string topic = $"fenced-{client.Name}";
        await InteropCluster.CreateTopicAsync(topic, partitions: 1, patience.Token);
        await using Transactor first = await Transactor.StartAsync(client, topic, topic, patience.Token);
        await first.BeginAsync(["a"], patience.Token);
        await using Transactor second = await Transactor.StartAsync(client, topic, topic, patience.Token);
        await second.TransactAsync(["b"], "commit", patience.Token);

        string outcome = await first.DoAsync("commit", patience.Token);

        await OwnClient.ProduceAsync(topic, ["end"], patience.Token);
        Assert.That(outcome, Is.EqualTo("fenced"));
        Assert.That(await OwnClient.ReadCommittedAsync(topic, "end", patience.Token), Is.EqualTo(["b", "end"]));
    }

    [TestCaseSource(typeof(ForeignClients), nameof(ForeignClients.Having), new object[] { Capability.ReadCommitted })]
    public async Task ReaderOfCommittedRecords_IsShownNothingThatOurProducerAborted(ForeignClient client)
    {
        using var patience = new CancellationTokenSource(Patience);
        string topic = $"committed-{client.Name}";
        await InteropCluster.CreateTopicAsync(topic, partitions: 1, patience.Token);
        await OwnClient.TransactAsync(topic, patience.Token, (["a", "b"], true), (["c"], false), (["d"], true), (["e", "f"], false));
        await OwnClient.ProduceAsync(topic, ["end"], patience.Token);

        Assert.That(await ReadAsync(client, topic, "read_committed", patience.Token), Is.EqualTo(["a", "b", "d", "end"]));
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(ForeignClient client, string topic, string isolation, CancellationToken cancellation)
    {
        await using ForeignConsumer reader = client.StartConsumer(topic, $"{topic}-{isolation}", isolation);
        await ForeignConsumer.ReadUntilAsync(() => reader.Records.Any(record => record.Value == "end"), cancellation, reader);
        return [.. reader.Records.Select(record => record.Value)];
    }
}
