using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cluster.Tests;

/// <summary>
/// A producer that writes a record to each partition of a topic of its own in one transaction, with a cluster around it that can be harmed at each step, and
/// a reader of committed records that says what came of it.
/// </summary>
internal sealed class TransactionScenario : IAsyncDisposable
{
    public const int Partitions = 3;

    private readonly EmbeddedCluster _cluster;
    private readonly AdminClient _admin;
    private readonly CancellationToken _cancellation = TestContext.CurrentContext.CancellationToken;
    private readonly string _topic;

    private TransactionScenario(EmbeddedCluster cluster, string topic, ProducerOptions producer)
    {
        _cluster = cluster;
        _topic = topic;
        _admin = new AdminClient(new ClientOptions { BootstrapServers = cluster.BootstrapServers });
        Producer = new Producer<string, string>(producer);
    }

    public Producer<string, string> Producer { get; }

    /// <summary>Makes the topic, and a producer that has its id and epoch.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="name">Of the topic and of the transactional id.</param>
    /// <param name="tripwire">Where the producer is stopped; null for nowhere.</param>
    /// <param name="addsPartitions">Whether it tells the coordinator of partitions itself, as clients did before KIP-890.</param>
    /// <param name="replicas">Of each partition.</param>
    public static async Task<TransactionScenario> StartAsync(
        EmbeddedCluster cluster, string name, RequestTripwire? tripwire = null, bool addsPartitions = false, short replicas = 3)
    {
        var options = new ProducerOptions
        {
            BootstrapServers = cluster.BootstrapServers,
            TransactionalId = name,
            Dial = tripwire is null ? null : tripwire.DialAsync,
            HighestTransactionVersion = addsPartitions ? (short)1 : (short)2,
        };
        var scenario = new TransactionScenario(cluster, name, options);
        await scenario._admin.CreateTopicAsync(new NewTopic(name, Partitions, replicas), scenario._cancellation);
        await scenario.Producer.InitTransactionsAsync(scenario._cancellation);
        return scenario;
    }

    /// <summary>Writes a value to each partition, or to those named; completes when all are acknowledged.</summary>
    public Task ProduceAsync(string value, params int[] partitions) => Task.WhenAll(
        (partitions.Length > 0 ? partitions : [.. Enumerable.Range(0, Partitions)]).Select(partition =>
            Producer.ProduceAsync(new ProducerRecord<string, string>(_topic, "key", $"{value}-{partition}") { Partition = partition }, _cancellation).AsTask()));

    public Task EndAsync(bool commits) => commits ? Producer.CommitTransactionAsync(_cancellation) : Producer.AbortTransactionAsync(_cancellation);

    /// <summary>Completes when the coordinator says that the transaction is in such a state.</summary>
    public Task ReachAsync(Func<string, bool> state) =>
        Until.HoldsAsync(async () => state((await _admin.DescribeTransactionAsync(_topic, _cancellation)).State));

    /// <summary>The broker that coordinates; waits until there is one.</summary>
    public async Task<EmbeddedBroker> CoordinatorAsync()
    {
        EmbeddedBroker? coordinator = null;
        await Until.HoldsAsync(() => (coordinator = _cluster.Brokers.FirstOrDefault(broker => broker.IsRunning && broker.IsController)) is not null);
        return coordinator!;
    }

    /// <summary>The leader of a partition; waits until there is one.</summary>
    public async Task<EmbeddedBroker> LeaderAsync(int partition)
    {
        int leader = 0;
        await Until.HoldsAsync(async () =>
        {
            leader = (await _admin.DescribeTopicsAsync([_topic], _cancellation))[0].Partitions.First(one => one.Partition == partition).Leader;
            return leader > 0 && _cluster.Broker(leader).IsRunning;
        });
        return _cluster.Broker(leader);
    }

    /// <summary>A partition that the coordinator does not lead.</summary>
    public async Task<int> PartitionBesidesAsync(EmbeddedBroker coordinator)
    {
        for (int partition = 0; partition < Partitions; partition++)
        {
            if (await LeaderAsync(partition) != coordinator)
            {
                return partition;
            }
        }

        throw new InvalidOperationException($"Broker {coordinator.Id} leads all partitions.");
    }

    /// <summary>
    /// Has the producer commit one more transaction, with a record in each of the partitions, and asserts that nothing else is committed in them but
    /// <paramref name="expected"/>.
    /// </summary>
    public async Task AssertCommittedAsync(IEnumerable<string> expected, params int[] partitions)
    {
        int[] all = partitions.Length > 0 ? partitions : [.. Enumerable.Range(0, Partitions)];
        Producer.BeginTransaction();
        await ProduceAsync("end", all);
        await EndAsync(commits: true);

        var values = new List<string>();
        await using var consumer = new Consumer<string, string>(new ConsumerOptions
        {
            BootstrapServers = _cluster.BootstrapServers,
            IsolationLevel = IsolationLevel.ReadCommitted,
        });
        consumer.Assign(all.Select(partition => new TopicPartitionOffset(new TopicPartition(_topic, partition), 0)));
        while (values.Count(value => value.StartsWith("end", StringComparison.Ordinal)) < all.Length)
        {
            values.Add((await consumer.ConsumeAsync(_cancellation)).Value);
        }

        Assert.That(values, Is.EquivalentTo(expected.Concat(["end"]).SelectMany(value => all.Select(partition => $"{value}-{partition}"))));
    }

    public async ValueTask DisposeAsync()
    {
        await Producer.DisposeAsync();
        await _admin.DisposeAsync();
    }
}
