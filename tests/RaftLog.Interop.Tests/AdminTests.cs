using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Interop.Tests;

/// <summary>What clients administer.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class AdminTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [TestCaseSource(typeof(ForeignClients), nameof(ForeignClients.Having), new object[] { Capability.CreateTopics })]
    public async Task CreatedTopic_HasThePartitionsAndReplicasAskedFor(ForeignClient client)
    {
        using var patience = new CancellationTokenSource(Patience);
        string topic = $"created-{client.Name}";

        await client.AskAsync("create", patience.Token, topic, "4", "3");

        await using var admin = new AdminClient(InteropCluster.Client);
        TopicDescription created = (await admin.DescribeTopicsAsync([topic], patience.Token))[0];
        Assert.That(created.Partitions.Select(partition => partition.Replicas.Count), Is.EqualTo([3, 3, 3, 3]));
    }

    [TestCaseSource(typeof(ForeignClients), nameof(ForeignClients.Having), new object[] { Capability.Configs })]
    public async Task AlteredConfig_IsDescribedWithItsNewValue(ForeignClient client)
    {
        using var patience = new CancellationTokenSource(Patience);
        string topic = $"configured-{client.Name}";
        await InteropCluster.CreateTopicAsync(topic, partitions: 1, patience.Token);

        IReadOnlyList<string[]> configs = await client.AskAsync("configure", patience.Token, topic, "retention.ms", "123456789");

        Assert.That(configs, Has.Member(new[] { "C", "retention.ms", "123456789" }));
        Assert.That(configs.Select(config => config[1]), Has.Member("cleanup.policy"));
    }

    [TestCaseSource(typeof(ForeignClients), nameof(ForeignClients.Having), new object[] { Capability.CreatePartitions })]
    public async Task TopicThatGrew_TakesRecordsInItsNewPartitions(ForeignClient client)
    {
        using var patience = new CancellationTokenSource(Patience);
        string topic = $"grown-{client.Name}";
        await InteropCluster.CreateTopicAsync(topic, partitions: 1, patience.Token);

        await client.AskAsync("grow", patience.Token, topic, "3");

        await using var producer = new Producer<string, string>(new ProducerOptions { BootstrapServers = InteropCluster.BootstrapServers });
        DeliveryResult delivered = await producer.ProduceAsync(new ProducerRecord<string, string>(topic, "key", "value") { Partition = 2 }, patience.Token);
        Assert.That(delivered.TopicPartition, Is.EqualTo(new TopicPartition(topic, 2)));
    }

    [TestCaseSource(typeof(ForeignClients), nameof(ForeignClients.Having), new object[] { Capability.DeleteRecords })]
    public async Task DeletedRecords_AreNotThereAnyMore(ForeignClient client)
    {
        using var patience = new CancellationTokenSource(Patience);
        string topic = $"truncated-{client.Name}";
        await InteropCluster.CreateTopicAsync(topic, partitions: 1, patience.Token);
        await OwnClient.ProduceAsync(topic, ["a", "b", "c", "d"], patience.Token);

        await client.AskAsync("truncate", patience.Token, topic, "0", "3");

        Assert.That((await OwnClient.ReadAsync(topic, 1, patience.Token))[0].Value, Is.EqualTo("d"));
    }

    [TestCaseSource(typeof(ForeignClients), nameof(ForeignClients.Having), new object[] { Capability.DescribeGroups })]
    public async Task ListedGroups_AreDescribedWithTheirMembers(ForeignClient client)
    {
        using var patience = new CancellationTokenSource(Patience);
        string topic = $"described-{client.Name}";
        await InteropCluster.CreateTopicAsync(topic, partitions: 1, patience.Token);
        await using ForeignConsumer member = client.StartConsumer(topic, $"{topic}-group");
        await ForeignConsumer.ReadUntilAsync(() => member.HasPartitions(1), patience.Token, member);

        IReadOnlyList<string[]> groups = await client.AskAsync("groups", patience.Token);

        await member.StopAsync(patience.Token);
        string[]? found = groups.FirstOrDefault(group => group[1] == $"{topic}-group");
        Assert.That(found, Is.Not.Null);
        Assert.That(found![2], Is.EqualTo("Stable").IgnoreCase);
        Assert.That(found[3], Is.EqualTo("1"));
    }
}
