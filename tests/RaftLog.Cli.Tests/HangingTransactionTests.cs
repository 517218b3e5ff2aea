using System.Globalization;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cli.Tests;

/// <summary>A transaction that is open in a partition and that no coordinator will ever end: found, and aborted, by the commands for it.</summary>
[CancelAfter(120_000)]
public sealed class HangingTransactionTests() : ClusterFixture(brokers: 3)
{
    /// <summary>How they came to be before brokers asked their coordinators: a batch is sent, its transaction is aborted, and then the batch arrives.</summary>
    [Test]
    public async Task BatchThatCameBehindTheMarker_IsAborted_AndReadersOfCommittedRecordsGetOn(CancellationToken cancellation)
    {
        const string Topic = "late";
        var partition = await CreateTopicAsync(Topic);
        await using var producer = await BeginAsync(Topic, "late-producer", ["before"], cancellation);
        await EndAsync(producer, "late-producer", commits: true, cancellation);
        producer.BeginTransaction();
        await producer.ProduceAsync(new ProducerRecord<string, string>(Topic, "key", "aborted"), cancellation);
        await EndAsync(producer, "late-producer", commits: false, cancellation);
        var known = await DescribeAsync(partition, cancellation);

        long offset = await UnverifiedBatch.AppendAsync(Cluster, partition, known.ProducerId, known.ProducerEpoch, known.LastSequence + 1, cancellation);

        await AssertHangsUntilAbortedAsync(partition, known.ProducerId, offset, cancellation);
    }

    /// <summary>Its transactional id has expired, or was another cluster's.</summary>
    [Test]
    public async Task TransactionOfAProducerThatNobodyKnows_IsAborted_AndReadersOfCommittedRecordsGetOn(CancellationToken cancellation)
    {
        const long Nobody = 987_654_321;
        const string Topic = "orphan";
        var partition = await CreateTopicAsync(Topic);
        await using var producer = await BeginAsync(Topic, "orphan-neighbour", ["before"], cancellation);
        await EndAsync(producer, "orphan-neighbour", commits: true, cancellation);

        long offset = await UnverifiedBatch.AppendAsync(Cluster, partition, Nobody, producerEpoch: 3, sequence: 0, cancellation);

        await AssertHangsUntilAbortedAsync(partition, Nobody, offset, cancellation);
    }

    [Test]
    public async Task TransactionThatItsCoordinatorKnows_IsNotAbortedAsHanging(CancellationToken cancellation)
    {
        var partition = await CreateTopicAsync("known");
        await using var producer = await BeginAsync("known", "known-producer", ["open"], cancellation);
        long offset = (await DescribeAsync(partition, cancellation)).TransactionStartOffset!.Value;

        Assert.That((await AbortAsync(partition, offset)).ExitCode, Is.EqualTo(CliExitCode.NotFound));

        await producer.CommitTransactionAsync(cancellation);
        Assert.That(await ReadCommittedAsync("known"), Is.EqualTo("open\n"));
    }

    private async Task AssertHangsUntilAbortedAsync(TopicPartition partition, long producerId, long offset, CancellationToken cancellation)
    {
        await using var later = await BeginAsync(partition.Topic, $"{partition.Topic}-later", ["after"], cancellation);
        await EndAsync(later, $"{partition.Topic}-later", commits: true, cancellation);
        string found = await OutputOfAsync("txn", "find-hanging", partition.Topic);
        Assert.That(found, Does.Contain($"{producerId}").And.Contain($" {offset}"));
        Assert.That(await ReadCommittedAsync(partition.Topic), Is.EqualTo("before\n"), "Nobody gets past it.");

        CliRun aborted = await AbortAsync(partition, offset);

        Assert.That(aborted.ExitCode, Is.EqualTo(CliExitCode.Success), aborted.Error);
        Assert.That(aborted.Output, Does.Contain($"{producerId}"));
        Assert.That(await ReadCommittedAsync(partition.Topic), Is.EqualTo("before\nafter\n"));
        Assert.That(await OutputOfAsync("txn", "find-hanging", partition.Topic), Does.Not.Contain($"{producerId}"));
        Assert.That((await AbortAsync(partition, offset)).ExitCode, Is.EqualTo(CliExitCode.NotFound), "It does not hang any more.");
    }

    private async Task<TopicPartition> CreateTopicAsync(string topic)
    {
        await OutputOfAsync("topic", "create", topic, "--partitions", "1");
        return new TopicPartition(topic, 0);
    }

    // Completes when its partitions know.
    private async Task EndAsync(Producer<string, string> producer, string transactionalId, bool commits, CancellationToken cancellation)
    {
        await (commits ? producer.CommitTransactionAsync(cancellation) : producer.AbortTransactionAsync(cancellation));
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = Cluster.BootstrapServers });
        while (!(await admin.DescribeTransactionAsync(transactionalId, cancellation)).State.StartsWith("Complete", StringComparison.Ordinal))
        {
            await Task.Delay(5, cancellation);
        }
    }

    // By the protocol of clients before KIP-890, whose epoch stays the same from one transaction to the next.
    private async Task<Producer<string, string>> BeginAsync(string topic, string transactionalId, string[] values, CancellationToken cancellation)
    {
        var producer = new Producer<string, string>(new ProducerOptions
        {
            BootstrapServers = Cluster.BootstrapServers,
            TransactionalId = transactionalId,
            HighestTransactionVersion = 1,
        });
        await producer.InitTransactionsAsync(cancellation);
        producer.BeginTransaction();
        foreach (string value in values)
        {
            await producer.ProduceAsync(new ProducerRecord<string, string>(topic, "key", value), cancellation);
        }

        return producer;
    }

    private async Task<ProducerDescription> DescribeAsync(TopicPartition partition, CancellationToken cancellation)
    {
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = Cluster.BootstrapServers });
        return (await admin.DescribeProducersAsync([partition], cancellation)).Single();
    }

    private Task<string> ReadCommittedAsync(string topic) => OutputOfAsync("consume", topic, "--from-beginning", "--isolation", "read-committed");

    private Task<CliRun> AbortAsync(TopicPartition partition, long offset) => RunAsync(
        "txn",
        "abort",
        "--topic",
        partition.Topic,
        "--partition",
        partition.Partition.ToString(CultureInfo.InvariantCulture),
        "--start-offset",
        offset.ToString(CultureInfo.InvariantCulture));
}
