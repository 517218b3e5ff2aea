using System.Globalization;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cluster.Tests;

/// <summary>A topic is deleted and created again by the same name while a broker sleeps. On the real disk.</summary>
public sealed class RecreatedTopicTests
{
    private const int OldRecords = 200;
    private const int NewRecords = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task BrokerThatSleptThroughBoth_KeepsNothingOfTheOldTopic([Values] bool isKilled)
    {
        // Three live ones are left for the new topic.
        await using var scenario = await ReplacementScenario.StartAsync(
            partitions: 1, topicConfigs: new Dictionary<string, string?> { ["file.delete.delay.ms"] = "0" }, brokers: 4);
        await WriteAsync(scenario.Cluster, "old", OldRecords);
        await scenario.WaitUntilWholeAsync();
        var late = scenario.Cluster.Brokers.First(broker => Directory.GetDirectories(scenario.ReplicasOf(broker)).Length > 0);
        await (isKilled ? late.KillAsync() : late.StopAsync());
        await RecreateAsync(scenario.Cluster);
        await WriteAsync(scenario.Cluster, "new", NewRecords);
        Assert.That(ContentsOf(scenario, late), Does.Contain(Value("old", 0)), "The broker has nothing that could show up.");

        await late.StartAsync();
        await scenario.WaitUntilWholeAsync();
        await WaitWhileOldIsThereAsync(scenario);

        Assert.That(await ReadAsync(scenario.Cluster), Is.EqualTo(Enumerable.Range(0, NewRecords).Select(i => Value("new", i))));
    }

    private static async Task RecreateAsync(EmbeddedCluster cluster)
    {
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = cluster.BootstrapServers });
        await admin.DeleteTopicAsync(ClusterScenario.Topic);
        await ClusterScenario.CreateTopicAsync(cluster, partitions: 1);
    }

    private static async Task WriteAsync(EmbeddedCluster cluster, string word, int count)
    {
        await using var producer = new Producer<Null, string>(new ProducerOptions { BootstrapServers = cluster.BootstrapServers });
        for (int i = 0; i < count; i++)
        {
            await producer.ProduceAsync(new ProducerRecord<Null, string>(ClusterScenario.Topic, default, Value(word, i)));
        }
    }

    private static string Value(string word, int number) => string.Create(CultureInfo.InvariantCulture, $"{word}-{number}");

    private static async Task<List<string>> ReadAsync(EmbeddedCluster cluster)
    {
        var partition = new TopicPartition(ClusterScenario.Topic, 0);
        await using var consumer = new Consumer<Null, string>(new ConsumerOptions { BootstrapServers = cluster.BootstrapServers, EnableAutoCommit = false });
        consumer.Assign([new TopicPartitionOffset(partition, 0)]);
        using var timeout = new CancellationTokenSource(Patience);
        List<string> values = [];
        while (values.Count < NewRecords)
        {
            values.AddRange((await consumer.ConsumeBatchAsync(cancellationToken: timeout.Token)).Select(record => record.Value));
        }

        return values;
    }

    // The files of the old one are removed in the background, behind the start; on the brokers that were awake as well.
    private static async Task WaitWhileOldIsThereAsync(ReplacementScenario scenario)
    {
        using var timeout = new CancellationTokenSource(Patience);
        foreach (var broker in scenario.Cluster.Brokers)
        {
            while (ContentsOf(scenario, broker).Contains("old-", StringComparison.Ordinal))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), timeout.Token);
            }
        }
    }

    private static string ContentsOf(ReplacementScenario scenario, EmbeddedBroker broker) =>
        string.Concat(Directory.GetFiles(scenario.ReplicasOf(broker), "*.log", SearchOption.AllDirectories).Select(TryRead));

    private static string TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return "";
        }
    }
}
