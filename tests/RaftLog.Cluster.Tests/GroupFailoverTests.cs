using System.Diagnostics;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cluster.Tests;

/// <summary>A member of a consumer group dies while records come in.</summary>
[CancelAfter(180_000)]
public sealed class GroupFailoverTests
{
    private const int Partitions = 12;
    private const int Members = 6;
    private const int Records = 3_000;
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(6);

    /// <summary>
    /// 12 partitions, 6 members, one killed: its partitions have other readers within the session timeout and a second, nothing is skipped, and nothing is
    /// read twice but what the dead one had read and not committed.
    /// </summary>
    [Test]
    public async Task PartitionsOfADeadMember_AreReadOnByTheOthers([Values] GroupProtocol protocol)
    {
        await using var cluster = await EmbeddedCluster.StartAsync(brokers: 3, new EmbeddedClusterOptions { Configure = Configure });
        await ClusterScenario.CreateTopicAsync(cluster, Partitions);
        await using var members = new GroupMembers(cluster, protocol, SessionTimeout);
        members.Add(Members);
        await Until.HoldsAsync(() => Enumerable.Range(0, Members).All(member => members.AssignmentOf(member).Count == Partitions / Members));
        await using var stalls = new StallMeter();
        Task<long[]> producing = ProduceAsync(cluster);
        await Until.HoldsAsync(() => members.Read.Count > Records / 3);

        var orphans = members.AssignmentOf(0).ToList();
        var stalledBefore = stalls.Stalled;
        long killed = Stopwatch.GetTimestamp();
        await members.KillAsync(0);
        var committed = await CommittedAsync(cluster, orphans);
        await Until.HoldsAsync(() => orphans.All(orphan => Enumerable.Range(1, Members - 1).Any(member => members.AssignmentOf(member).Contains(orphan))));
        var took = Stopwatch.GetElapsedTime(killed) - (stalls.Stalled - stalledBefore);

        long[] ends = await producing;
        await Until.HoldsAsync(() => members.Read.Select(read => (read.Partition, read.Offset)).Distinct().Count() == ends.Sum());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(took, Is.LessThan(SessionTimeout + TimeSpan.FromSeconds(1)));
            AssertNoneIsSkipped(members, ends);
            AssertOnlyUncommittedIsReadTwice(members, committed);
        }
    }

    private static void Configure(RaftLog.Server.Configuration.RaftLogOptions options)
    {
        options.Groups.ConsumerSessionTimeoutMs = (int)SessionTimeout.TotalMilliseconds;
        options.Groups.ConsumerHeartbeatIntervalMs = 200;
    }

    private static async Task<long[]> ProduceAsync(EmbeddedCluster cluster)
    {
        var ends = new long[Partitions];
        await using var producer = new Producer<string, string>(new ProducerOptions { BootstrapServers = cluster.BootstrapServers });
        for (int i = 0; i < Records; i++)
        {
            var delivered = await producer.ProduceAsync(new ProducerRecord<string, string>(ClusterScenario.Topic, $"{i}", $"{i}"));
            ends[delivered.TopicPartition.Partition] = delivered.Offset + 1;
        }

        return ends;
    }

    private static async Task<Dictionary<int, long>> CommittedAsync(EmbeddedCluster cluster, IReadOnlyCollection<TopicPartition> partitions)
    {
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = cluster.BootstrapServers });
        var committed = await admin.FetchCommittedOffsetsAsync(GroupMembers.Group, partitions);
        return partitions.ToDictionary(
            partition => partition.Partition,
            partition => committed.Where(offset => offset.TopicPartition == partition).Select(offset => offset.Offset).DefaultIfEmpty(0).First());
    }

    private static void AssertNoneIsSkipped(GroupMembers members, long[] ends)
    {
        var read = members.Read.GroupBy(one => one.Partition).ToDictionary(one => one.Key, one => one.Select(record => record.Offset).Distinct().Order());
        for (int partition = 0; partition < Partitions; partition++)
        {
            Assert.That(read.GetValueOrDefault(partition) ?? Enumerable.Empty<long>(), Is.EqualTo(Enumerable.Range(0, (int)ends[partition]).Select(offset => (long)offset)));
        }
    }

    private static void AssertOnlyUncommittedIsReadTwice(GroupMembers members, Dictionary<int, long> committed)
    {
        var twice = members.Read.GroupBy(one => (one.Partition, one.Offset)).Where(same => same.Count() > 1).ToList();
        foreach (var same in twice)
        {
            Assert.That(committed, Does.ContainKey(same.Key.Partition), "Only partitions of the dead member are begun again.");
            Assert.That(same.Key.Offset, Is.GreaterThanOrEqualTo(committed[same.Key.Partition]), "What was committed is not read again.");
            Assert.That(same.Select(one => one.Member), Is.EquivalentTo(same.Select(one => one.Member).Distinct()).And.Contain(0));
        }
    }
}
