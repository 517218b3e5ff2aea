using RaftLog.LocalCluster;

namespace RaftLog.Process.Tests;

/// <summary>Real processes, real files, real signals: what an acknowledgement at acks=all promises (docs/guarantees.md).</summary>
internal sealed class KilledClusterTests
{
    private const string Topic = "promises";
    private const int Partitions = 3;
    private const int Rounds = 20;
    private const int RecordsPerRound = 2_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Test]
    public async Task AcknowledgedRecords_AreAllThereOnce_AfterAllBrokersWereKilledAtTheSameInstant()
    {
        await using ProcessCluster cluster = await ProcessCluster.StartAsync();
        await cluster.CreateTopicAsync(Topic, Partitions);
        var records = new AcknowledgedRecords(cluster.BootstrapServers, Topic, Partitions);
        for (int round = 0; round < Rounds; round++)
        {
            using var stop = new CancellationTokenSource();
            Task producing = records.ProduceUntilAsync(stop.Token);
            await ReachAsync(records, producing);

            await cluster.Brokers.KillAllAsync(CancellationToken.None);
            await stop.CancelAsync();
            await cluster.StartAllAsync();
            await producing;
            await records.AssertAllThereAsync();
        }
    }

    [Test]
    public async Task Producing_GoesOn_WhileTheLeaderIsStopped_AndNothingIsLostWhenItComesBack()
    {
        await using ProcessCluster cluster = await ProcessCluster.StartAsync();
        await cluster.CreateTopicAsync(Topic, Partitions);
        var records = new AcknowledgedRecords(cluster.BootstrapServers, Topic, Partitions);
        using var stop = new CancellationTokenSource();
        Task producing = records.ProduceUntilAsync(stop.Token);
        await ReachAsync(records, producing);

        BrokerProcess leader = await cluster.LeaderAsync(Topic, 0);
        leader.Pause();

        // More than fit in flight, so acknowledgements must have come from a new leader.
        await ReachAsync(records, producing);
        leader.Resume();
        await ReachAsync(records, producing);
        await stop.CancelAsync();
        await producing;
        await records.AssertAllThereAsync();
    }

    private static async Task ReachAsync(AcknowledgedRecords records, Task producing)
    {
        Task first = await Task.WhenAny(records.AcknowledgedMoreAsync(RecordsPerRound), producing).WaitAsync(Patience);
        await first;
        Assert.That(first, Is.Not.SameAs(producing), "Producing ended by itself.");
    }
}
