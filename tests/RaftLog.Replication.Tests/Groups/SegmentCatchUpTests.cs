using System.Collections.Immutable;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>Replicas that lack much get the log as it stands in its sealed segments, then ordinary appends.</summary>
public sealed class SegmentCatchUpTests
{
    private const int PieceBytes = 16 << 10;

    private static readonly string Kilobyte = new('x', 1_000);

    [Test]
    public void FollowerFarBehind_GetsTheSegments_WhileWritesGoOn()
    {
        TestCluster cluster = Cluster();
        TestBroker late = CrashFollower(cluster);
        AppendMany(cluster, 600);

        late.Start();
        AppendMany(cluster, 100);
        cluster.RunUntilAgreed();

        Assert.That(ShippedBytes(cluster), Is.InRange(500_000, 1_000_000));
        Assert.That(Values(late), Has.Count.EqualTo(700));
        LogFiles.AssertSameFrames(cluster);
    }

    [Test]
    public void FollowerThatLacksLittle_GetsAppends()
    {
        TestCluster cluster = Cluster();
        AppendMany(cluster, 600);
        TestBroker late = CrashFollower(cluster);
        AppendMany(cluster, 300);

        late.Start();
        cluster.RunUntilAgreed();

        Assert.That(ShippedBytes(cluster), Is.Zero);
    }

    [Test]
    public void FollowerWhoseEntriesWereDropped_GetsTheSegmentsThatAreLeft()
    {
        TestCluster cluster = Cluster();
        TestBroker late = CrashFollower(cluster);
        AppendMany(cluster, 300);
        Drop(cluster, 250);

        late.Start();
        AppendMany(cluster, 50);
        cluster.RunUntilAgreed();

        PartitionLog log = late.Groups[TestCluster.Group].Log;
        Assert.That(log.FirstIndex, Is.EqualTo(cluster.Leader()!.Groups[TestCluster.Group].Log.FirstIndex));
        Assert.That(log.LogStartOffset, Is.EqualTo(new Offset(250)));
        LogFiles.AssertSameFrames(cluster);
        RestartAndAgree(cluster, late);
        Assert.That(late.Groups[TestCluster.Group].Log.LogStartOffset, Is.EqualTo(new Offset(250)));
    }

    [Test]
    public void FollowerOfALogWithoutSealedSegments_GetsItsBeginning_ThenAppends()
    {
        TestCluster cluster = Cluster();
        TestBroker late = CrashFollower(cluster);
        AppendMany(cluster, 300);
        foreach (TestBroker broker in cluster.Up)
        {
            broker.Groups[TestCluster.Group].Log.Roll();
        }

        AppendMany(cluster, 1);
        cluster.RunUntilAgreed();
        Drop(cluster, 300);
        Assert.That(cluster.Up.Select(broker => broker.Groups[TestCluster.Group].Log.FirstOffset), Is.All.EqualTo(new Offset(300)));

        late.Start();
        cluster.RunUntilAgreed();

        Assert.That(late.Groups[TestCluster.Group].Log.FirstOffset, Is.EqualTo(new Offset(300)));
        LogFiles.AssertSameFrames(cluster);
    }

    [Test]
    public void BrokenConnection_CostsWhatWasUnderWay_NotTheBeginning([Range(1, 6)] int seed)
    {
        TestCluster cluster = Cluster(seed);
        TestBroker late = CrashFollower(cluster);
        AppendMany(cluster, 1_000);
        late.Start();
        TestBroker leader = cluster.RunUntilLeader();
        AppendMany(cluster, 60);
        int breaks = 0;
        bool HasArrived() => late.Groups[TestCluster.Group].Log.LastIndex.Value > 900;
        while (!HasArrived())
        {
            long before = ShippedBytes(cluster);
            cluster.RunUntil(() => HasArrived() || ShippedBytes(cluster) >= before + (16 * PieceBytes), "some pieces");
            cluster.Network.Break(leader.Id, late.Id);
            breaks++;
        }

        cluster.RunUntilAgreed();

        // Each break costs the window and the piece that asks how far the follower is.
        long size = late.Groups[TestCluster.Group].Log.SizeInBytes;
        Assert.That(breaks, Is.GreaterThan(3));
        Assert.That(ShippedBytes(cluster), Is.LessThan(size + (breaks * 11 * PieceBytes)));
        Assert.That(Values(late), Has.Count.EqualTo(1_060));
        LogFiles.AssertSameFrames(cluster);
    }

    [Test]
    public void LeaderThatDiesOnTheWay_IsFollowedByOneThatGoesOn([Range(1, 4)] int seed)
    {
        TestCluster cluster = Cluster(seed, brokers: 5);
        TestBroker late = CrashFollower(cluster);
        AppendMany(cluster, 1_000);
        cluster.RunUntilAgreed();
        late.Start();
        cluster.RunUntil(() => ShippedBytes(cluster) >= 500_000, "half of it");
        TestBroker leader = cluster.RunUntilLeader();

        leader.Crash();
        cluster.RunUntilAgreed();

        Assert.That(ShippedBytes(cluster), Is.LessThan(late.Groups[TestCluster.Group].Log.SizeInBytes + (24 * PieceBytes)));
        Assert.That(Values(late), Has.Count.EqualTo(1_000));
        LogFiles.AssertSameFrames(cluster);
    }

    [Test]
    public void FollowerThatDiesOnTheWay_BeginsAgain_AndKeepsNoFile([Range(1, 4)] int seed)
    {
        TestCluster cluster = Cluster(seed);
        TestBroker late = CrashFollower(cluster);
        AppendMany(cluster, 600);
        late.Start();
        cluster.RunUntil(() => ShippedBytes(cluster) >= 300_000, "half of it");
        late.Crash(losesPower: true, new Random(seed));

        late.Start();
        cluster.RunUntilAgreed();

        Assert.That(Values(late), Has.Count.EqualTo(600));
        LogFiles.AssertSameFrames(cluster);
        RestartAndAgree(cluster, late);
    }

    [Test]
    public void LostPieces_AreSentAgain()
    {
        TestCluster cluster = Cluster();
        TestBroker late = CrashFollower(cluster);
        AppendMany(cluster, 600);
        cluster.Network.LossRate = 0.1;
        late.Start();
        cluster.RunUntil(() => late.Groups[TestCluster.Group].Log.LastIndex.Value > 400, "the segments", seconds: 120);
        cluster.Network.LossRate = 0;

        cluster.RunUntilAgreed();

        Assert.That(Values(late), Has.Count.EqualTo(600));
    }

    [Test]
    public void BytesUnderWay_AreBounded_HoweverMuchIsLacked()
    {
        TestCluster cluster = Cluster();
        TestBroker late = CrashFollower(cluster);
        AppendMany(cluster, 1_500);
        TestBroker leader = cluster.RunUntilLeader();
        late.Start();
        long most = 0;

        cluster.RunUntil(
            () =>
            {
                most = Math.Max(most, cluster.Network.BytesUnderWay(leader.Id, late.Id, PeerLane.Bulk));
                return late.Groups[TestCluster.Group].Log.LastIndex.Value > 1_000;
            },
            "the segments");

        Assert.That(most, Is.InRange(PieceBytes, 9 * PieceBytes));
    }

    [Test]
    public void Rate_IsKept_AndTheGroupGoesOnMeanwhile()
    {
        TestCluster cluster = Cluster(bytesPerSecond: 200_000);
        TestBroker late = CrashFollower(cluster);
        AppendMany(cluster, 800);
        long begin = cluster.Time.GetTimestamp();
        late.Start();
        AppendMany(cluster, 50);
        TimeSpan untilAppended = cluster.Time.GetElapsedTime(begin);

        cluster.RunUntil(() => late.Groups[TestCluster.Group].Log.LastIndex.Value > 600, "the segments", seconds: 30);
        TimeSpan untilShipped = cluster.Time.GetElapsedTime(begin);

        Assert.That(untilAppended, Is.LessThan(TimeSpan.FromSeconds(2)));
        Assert.That(untilShipped.TotalSeconds, Is.InRange(ShippedBytes(cluster) / 200_000.0 * 0.8, (ShippedBytes(cluster) / 200_000.0 * 1.3) + 1));
        cluster.RunUntilAgreed();
    }

    [Test]
    public void WipedReplica_GetsTheSegments_AndItsIdempotentProducersGoOn()
    {
        TestCluster cluster = Cluster();
        for (int i = 0; i < 400; i++)
        {
            Append(cluster, Batches.Of($"{i}{Kilobyte}", producerId: i % 3, sequence: i / 3));
        }

        TestBroker leader = cluster.RunUntilLeader();
        TestBroker wiped = cluster.Brokers.First(broker => broker != leader);
        wiped.Crash();
        wiped.Wipe();
        wiped.Start();
        WantAll(cluster);
        cluster.RunUntil(() => IsReplaced(cluster), "the replica to be replaced");
        cluster.RunUntilAgreed();
        Assert.That(ShippedBytes(cluster), Is.Positive);

        Assert.That(cluster.Await(leader.Groups[TestCluster.Group].TransferLeadershipAsync(wiped.Id)), Is.EqualTo(LeadershipTransferStatus.Transferred));
        cluster.RunUntil(() => cluster.Leader() == wiped, "the wiped one to lead");
        AppendOutcome again = Append(cluster, Batches.Of($"{399}{Kilobyte}", producerId: 0, sequence: 133));
        AppendOutcome next = Append(cluster, Batches.Of("next", producerId: 0, sequence: 134));

        Assert.That((again.Status, again.BaseOffset.Value), Is.EqualTo((AppendStatus.Duplicate, 399L)), "It is known to be there already.");
        Assert.That((next.Status, next.BaseOffset.Value), Is.EqualTo((AppendStatus.Appended, 400L)));
    }

    [Test]
    public void ManyGroupsAtOnce_AllArrive_ThoughTheBudgetHoldsFew()
    {
        var cluster = new TestCluster(options: Options() with
        {
            Groups = 12,
            Replication = new ReplicationOptions { Shards = 2, ShipSegmentsFromBytes = 10_000, ShippingPieceBytes = 256 << 10, ShippingBytes = 1 << 20 },
            Log = new PartitionLogOptions { SegmentBytes = 8_192 },
        });
        TestBroker late = cluster.Brokers[2];
        late.Crash();
        for (int group = 0; group < 12; group++)
        {
            for (int i = 0; i < 40; i++)
            {
                cluster.Append(Kilobyte, new GroupId(group));
            }
        }

        late.Start();
        for (int group = 0; group < 12; group++)
        {
            cluster.RunUntilAgreed(new GroupId(group));
            LogFiles.AssertSameFrames(cluster, new GroupId(group));
        }

        Assert.That(ShippedBytes(cluster), Is.GreaterThan(12 * 20_000));
    }

    private static TestClusterOptions Options() => new()
    {
        TailCacheBytes = 20_000,
        Log = new PartitionLogOptions { SegmentBytes = 50_000 },
        Replication = new ReplicationOptions { Shards = 1, ShipSegmentsFromBytes = 100_000, ShippingPieceBytes = PieceBytes },
    };

    private static TestCluster Cluster(int seed = 1, int brokers = 3, long bytesPerSecond = 0) => new(seed, Options() with
    {
        Brokers = brokers,
        Voters = brokers,
        Replication = new ReplicationOptions
        {
            Shards = 1,
            ShipSegmentsFromBytes = 100_000,
            ShippingPieceBytes = PieceBytes,
            RecoveryBytesPerSecond = bytesPerSecond,
        },
    });

    private static TestBroker CrashFollower(TestCluster cluster)
    {
        TestBroker leader = cluster.RunUntilLeader();
        TestBroker late = cluster.Brokers.First(broker => broker != leader);
        late.Crash();
        return late;
    }

    private static void RestartAndAgree(TestCluster cluster, TestBroker broker)
    {
        broker.Crash(losesPower: true);
        broker.Start();
        cluster.RunUntilAgreed();
        LogFiles.AssertSameFrames(cluster);
    }

    private static long ShippedBytes(TestCluster cluster) =>
        cluster.Network.Traffic.GetValueOrDefault((PeerFrameKind.SnapshotChunk, PeerLane.Bulk)).Bytes;

    private static List<string> Values(TestBroker broker) =>
        Batches.Read(broker.Groups[TestCluster.Group].Log, broker.Groups[TestCluster.Group].Status.HighWatermark);

    private static void AppendMany(TestCluster cluster, int count)
    {
        var records = new AcknowledgedRecords(cluster);
        for (int i = 0; i < count; i++)
        {
            records.Append(cluster.RunUntilLeader(), padding: Kilobyte);
            if (i % 10 == 0)
            {
                cluster.Step();
                records.Collect();
            }
        }

        cluster.RunUntil(
            () =>
            {
                records.Collect();
                return records.Acknowledged.Count + records.Failed == count;
            },
            "the appends");
        Assert.That(records.Failed, Is.Zero);
    }

    private static AppendOutcome Append(TestCluster cluster, PooledBuffer batch) =>
        cluster.Await(cluster.RunUntilLeader().Groups[TestCluster.Group].AppendAsync(batch));

    // As retention does it at the leader, then everywhere.
    private static void Drop(TestCluster cluster, long start)
    {
        GroupHandle led = cluster.RunUntilLeader().Groups[TestCluster.Group];
        var command = new AdvanceLogStart(new Offset(start), led.Log.LastIndex);
        Assert.That(cluster.Await(led.AdvanceLogStartAsync(command)).Status, Is.EqualTo(AppendStatus.Appended));
        cluster.RunUntilAgreed();
        foreach (TestBroker broker in cluster.Up)
        {
            cluster.Await(broker.Groups[TestCluster.Group].KeepUpLogAsync(RetentionPolicy.KeepAll, nowMs: 2_000));
            Assert.That(broker.Groups[TestCluster.Group].Log.FirstIndex.Value, Is.GreaterThan(100), $"{broker.Id}");
        }
    }

    private static void WantAll(TestCluster cluster)
    {
        ImmutableArray<ReplicaId> wanted = [.. cluster.Brokers.Select(broker => broker.Replica)];
        foreach (TestBroker broker in cluster.Up)
        {
            broker.Groups[TestCluster.Group].Want(new WantedMembers(wanted));
        }
    }

    private static bool IsReplaced(TestCluster cluster) =>
        cluster.Leader() is { } leader
        && MembershipPlan.IsReached(
            leader.Groups[TestCluster.Group].Configuration, new WantedMembers([.. cluster.Brokers.Select(broker => broker.Replica)]));
}
