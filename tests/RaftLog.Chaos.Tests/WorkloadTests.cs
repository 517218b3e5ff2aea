using RaftLog.Chaos.History;
using RaftLog.Chaos.Workload;
using RaftLog.Client;
using RaftLog.LocalCluster;

namespace RaftLog.Chaos.Tests;

/// <summary>The workers as processes against real brokers, with a leader killed under them: their histories pass the checker.</summary>
public sealed class WorkloadTests
{
    private const string Topic = "workload";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Test]
    [CancelAfter(180_000)]
    public async Task Histories_OfARunWithAKilledLeader_ShowThatEveryGuaranteeHeld(CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("raftlog-workload-").FullName;
        var brokers = new LocalBrokers(ClusterLayout.LoadOnFreePorts(Checkout.Root, "three-nodes", folder), Checkout.ServerProgram);
        try
        {
            await brokers.StartAsync(Patience, cancellation);
            await using var admin = new AdminClient(new ClientOptions { BootstrapServers = brokers.Layout.BootstrapServers });
            await admin.CreateTopicAsync(new NewTopic(Topic, 3, 3), cancellation);
            var options = new WorkloadOptions(brokers.Layout.BootstrapServers, Topic, folder)
            {
                RatePerProducer = 300,
                MemberRestart = TimeSpan.FromSeconds(2),
            };
            await using WorkloadProcesses workload = await WorkloadProcesses.StartAsync(options, Patience, cancellation);

            int leader = (await admin.DescribeTopicsAsync([Topic], cancellation))[0].Partitions[0].Leader;
            await brokers[leader].KillAsync(cancellation);
            await WaitForMoreAsync(folder, cancellation);
            brokers[leader].Start();
            await LocalBrokers.WaitUntilReadyAsync([brokers[leader]], Patience, cancellation);
            WorkloadEnd end = await workload.StopAsync(Patience, cancellation);

            CheckResult result = HistoryChecker.CheckFolder(folder);
            Assert.Multiple(() =>
            {
                Assert.That(end.Problems, Is.Empty);
                Assert.That(result.Anomalies.Examples, Is.Empty);
                Assert.That(result.Missing, Is.Empty);
                Assert.That(result.Acknowledged, Is.GreaterThan(1_000));
                Assert.That(result.Read, Is.GreaterThanOrEqualTo(2 * result.Acknowledged));
                Assert.That(result.Commits, Is.Positive);
            });
        }
        finally
        {
            await brokers.KillAllAsync(CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Waits until the tailing reader has seen a thousand records more: writing goes on without the leader.</summary>
    private static async Task WaitForMoreAsync(string folder, CancellationToken cancellation)
    {
        string tail = Path.Combine(folder, RunFiles.History("tail"));
        long Read() => HistoryReader.Read(tail).OfType<RecordsRead>().Sum(line => (long)line.Records.Count);
        long before = Read();
        while (Read() < before + 1_000)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }
    }
}
