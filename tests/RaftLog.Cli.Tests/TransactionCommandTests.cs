using RaftLog.Client;

namespace RaftLog.Cli.Tests;

/// <summary>Commands about transactions, against a cluster of three brokers.</summary>
[CancelAfter(120_000)]
public sealed class TransactionCommandTests() : ClusterFixture(brokers: 3)
{
    [Test]
    public async Task OpenTransaction_IsListedAndDescribed_UntilItIsAborted()
    {
        await OutputOfAsync("topic", "create", "orders", "--partitions", "1");
        await using Producer<string, string> producer = await BeginAsync("orders", "billing");

        Assert.That(await OutputOfAsync("txn", "list"), Does.Contain("billing").And.Contain("Ongoing"));
        Assert.That(await OutputOfAsync("txn", "describe", "billing"), Does.Contain("Ongoing").And.Contain("orders"));
        Assert.That(await OutputOfAsync("txn", "find-hanging", "orders"), Does.Not.Contain("orders"), "Its coordinator knows it.");
        await OutputOfAsync("txn", "abort", "billing");

        TransactionException? fenced = await Assert.CatchAsync<TransactionException>(() => producer.CommitTransactionAsync());
        Assert.That(fenced!.IsFatal, Is.True);
        Assert.That(await OutputOfAsync("consume", "orders", "--from-beginning", "--isolation", "read-committed"), Is.Empty);
    }

    [Test]
    public async Task ReadCommitted_ShowsWhatIsCommitted_AndEndsBeforeWhatIsOpen()
    {
        await OutputOfAsync("topic", "create", "mixed", "--partitions", "1");
        await using Producer<string, string> producer = await BeginAsync("mixed", "mixing");
        await producer.CommitTransactionAsync();
        producer.BeginTransaction();
        await producer.ProduceAsync(new ProducerRecord<string, string>("mixed", "key", "open"));

        Assert.That(await OutputOfAsync("consume", "mixed", "--from-beginning", "--isolation", "read-committed"), Is.EqualTo("begun\n"));
        Assert.That(await OutputOfAsync("consume", "mixed", "--from-beginning"), Is.EqualTo("begun\nopen\n"));
        await producer.AbortTransactionAsync();
    }

    [Test]
    public async Task UnknownNames_AreRefusedInOneLine()
    {
        Assert.That((await RunAsync("txn", "describe", "nobody")).Error, Does.Contain("TRANSACTIONAL_ID_NOT_FOUND"));
        Assert.That((await RunAsync("txn", "abort", "nobody")).Error, Does.Contain("TRANSACTIONAL_ID_NOT_FOUND"));
        Assert.That((await RunAsync("txn", "abort")).ExitCode, Is.EqualTo(CliExitCode.Usage));
        Assert.That((await RunAsync("consume", "any", "--isolation", "serializable")).Error, Does.Contain("read-committed and read-uncommitted"));
    }

    private async Task<Producer<string, string>> BeginAsync(string topic, string transactionalId)
    {
        var producer = new Producer<string, string>(new ProducerOptions { BootstrapServers = Cluster.BootstrapServers, TransactionalId = transactionalId });
        await producer.InitTransactionsAsync();
        producer.BeginTransaction();
        await producer.ProduceAsync(new ProducerRecord<string, string>(topic, "key", "begun"));
        return producer;
    }
}
