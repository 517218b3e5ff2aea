using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>
/// What DESIGN §8 promises for acks=all, under faults that a seed decides: crashes, power losses, cut connections, lost frames, late flushes.
/// To repeat a run, call the test with the seed that it names.
/// </summary>
public sealed class RandomFaultTests
{
    private const int Steps = 6_000;

    [Test]
    public void AcknowledgedRecords_Survive_CrashesAndPartitions([Range(1, 12)] int seed)
    {
        var cluster = new TestCluster(seed, new TestClusterOptions { FlushRate = 0.5, Log = new PartitionLogOptions { SegmentBytes = 8_192 } });
        cluster.Network.LossRate = 0.01;
        Torment(cluster, crash: broker => broker.Crash());
    }

    [Test]
    public void AcknowledgedRecords_Survive_PowerLossOfSingleBrokers([Range(101, 112)] int seed)
    {
        var cluster = new TestCluster(seed, new TestClusterOptions { FlushRate = 0.3, Log = new PartitionLogOptions { SegmentBytes = 8_192 } });
        Torment(cluster, crash: broker => broker.Crash(losesPower: true, tearing: cluster.Random));
    }

    [Test]
    public void AcknowledgedRecords_Survive_PowerLossOfAllBrokersAtOnce([Range(201, 212)] int seed)
    {
        var cluster = new TestCluster(seed, new TestClusterOptions { FlushRate = 0.3 });
        var records = new AcknowledgedRecords(cluster);
        for (int round = 0; round < 4; round++)
        {
            cluster.RunUntilLeader();
            int steps = cluster.Random.Next(50, 400);
            for (int step = 0; step < steps; step++)
            {
                Append(cluster, records);
                cluster.Step();
                records.Collect();
            }

            records.ForgetPending();
            foreach (TestBroker broker in cluster.Brokers)
            {
                broker.Crash(losesPower: true, tearing: cluster.Random.Next(2) == 0 ? cluster.Random : null);
            }

            foreach (TestBroker broker in cluster.Brokers)
            {
                broker.Start();
            }

            cluster.RunUntilAgreed();
            records.AssertAllThere();
        }

        Assert.That(records.Acknowledged, Is.Not.Empty);
    }

    // One fault at a time, so that a majority is always there and the cluster must also get on.
    private static void Torment(TestCluster cluster, Action<TestBroker> crash)
    {
        var records = new AcknowledgedRecords(cluster);
        TestBroker? victim = null;
        for (int step = 0; step < Steps; step++)
        {
            if (cluster.Random.Next(400) == 0)
            {
                victim = Disturb(cluster, records, victim, crash);
            }

            Append(cluster, records);
            cluster.Step();
            records.Collect();
        }

        Repair(cluster, victim);
        cluster.Network.LossRate = 0;
        cluster.RunUntilAgreed();
        cluster.Run(TimeSpan.FromSeconds(1));
        records.Collect();
        records.AssertAllThere();
        Assert.That(records.Acknowledged, Has.Count.GreaterThan(100), "The cluster hardly ever served.");
    }

    private static void Append(TestCluster cluster, AcknowledgedRecords records)
    {
        if (cluster.Random.Next(4) == 0 && cluster.Up.ToArray() is { Length: > 0 } up)
        {
            // Mostly at a leader, sometimes at somebody who has to refuse.
            TestBroker broker = cluster.Leader() is { } leader && cluster.Random.Next(10) > 0 ? leader : up[cluster.Random.Next(up.Length)];
            records.Append(broker);
        }
    }

    private static TestBroker? Disturb(TestCluster cluster, AcknowledgedRecords records, TestBroker? victim, Action<TestBroker> crash)
    {
        if (victim is not null)
        {
            Repair(cluster, victim);
            return null;
        }

        TestBroker chosen = cluster.Leader() is { } leader && cluster.Random.Next(2) == 0
            ? leader
            : cluster.Brokers[cluster.Random.Next(cluster.Brokers.Length)];
        switch (cluster.Random.Next(3))
        {
            case 0:
                records.Collect();
                crash(chosen);
                break;
            case 1:
                cluster.Network.Isolate(chosen.Id);
                break;
            default:
                chosen.IsPaused = true;
                break;
        }

        return chosen;
    }

    private static void Repair(TestCluster cluster, TestBroker? victim)
    {
        cluster.Network.Heal();
        if (victim is { IsUp: false })
        {
            victim.Start();
        }
        else if (victim is not null)
        {
            victim.IsPaused = false;
        }
    }
}
