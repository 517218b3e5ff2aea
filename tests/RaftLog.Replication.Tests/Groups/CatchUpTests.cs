using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>Followers that are behind: by entries that are only in files, or by entries that are in no log any more.</summary>
public sealed class CatchUpTests
{
    private static readonly string Kilobyte = new('x', 1_000);

    [Test]
    public void FollowerFarBehind_CatchesUpFromFiles_OverTheBulkLane_WhileWritesGoOn()
    {
        var cluster = new TestCluster(options: new TestClusterOptions
        {
            TailCacheBytes = 50_000,
            Log = new PartitionLogOptions { SegmentBytes = 100_000 },
        });
        TestBroker late = cluster.Brokers.First(broker => broker != cluster.RunUntilLeader());
        late.Crash();
        AppendMany(cluster, 600);

        late.Start();
        AppendMany(cluster, 100);
        cluster.RunUntilAgreed();

        GroupHandle group = late.Groups[TestCluster.Group];
        Assert.That(Batches.Read(group.Log, group.Status.HighWatermark), Has.Count.EqualTo(700));
        Assert.That(cluster.Network.Traffic[(PeerFrameKind.Raft, PeerLane.Bulk)].Bytes, Is.GreaterThan(400_000));
    }

    [Test]
    public void FollowerOnASlowBulkLane_IsSentOnceWhatItLacks()
    {
        // So slow that heartbeats are answered, by a follower that has nothing of it yet, while each window is under way.
        var cluster = new TestCluster(options: new TestClusterOptions
        {
            TailCacheBytes = 0,
            Replication = new ReplicationOptions
            {
                Shards = 1,
                Raft = new RaftOptions { MaxAppendBytes = 20_000, MaxInflightBytes = 200_000 },
            },
        });
        cluster.Network.BulkDelay = TimeSpan.FromMilliseconds(250);
        TestBroker late = cluster.Brokers.First(broker => broker != cluster.RunUntilLeader());
        late.Crash();
        AppendMany(cluster, 600);
        cluster.RunUntilAgreed();
        (_, long before) = cluster.Network.Traffic.GetValueOrDefault((PeerFrameKind.Raft, PeerLane.Bulk));

        late.Start();
        cluster.RunUntilAgreed();

        long sent = cluster.Network.Traffic[(PeerFrameKind.Raft, PeerLane.Bulk)].Bytes - before;
        Assert.That(sent, Is.InRange(600_000, 800_000));
    }

    [Test]
    public void CatchUp_StaysWithinItsBudget_AndStillEnds()
    {
        var cluster = new TestCluster(options: new TestClusterOptions
        {
            Groups = 8,
            TailCacheBytes = 0,
            Replication = new ReplicationOptions { Shards = 2, CatchUpBytes = 1 << 20 },
        });
        TestBroker late = cluster.Brokers[2];
        late.Crash();
        for (int group = 0; group < 8; group++)
        {
            for (int i = 0; i < 20; i++)
            {
                cluster.Append(Kilobyte, new GroupId(group));
            }
        }

        late.Start();

        for (int group = 0; group < 8; group++)
        {
            cluster.RunUntilAgreed(new GroupId(group));
        }
    }

    [Test]
    public void CommandGroup_TakesSnapshots_AndItsLogDoesNotGrow()
    {
        TestCluster cluster = MetadataCluster();
        AppendCommands(cluster, 500);
        cluster.RunUntilAgreed();
        cluster.Run(TimeSpan.FromMilliseconds(50));

        foreach (TestBroker broker in cluster.Brokers)
        {
            PartitionLog log = broker.Groups[TestCluster.Group].Log;
            Assert.That(log.FirstIndex.Value, Is.GreaterThan(300), $"{broker.Id}");
            Assert.That(((CommandLog)broker.StateMachines[TestCluster.Group]).Commands, Is.EqualTo(Expected(500)));
        }
    }

    [Test]
    public void FollowerWhoseEntriesAreGone_GetsTheSnapshot_ThenTheRest()
    {
        TestCluster cluster = MetadataCluster();
        AppendCommands(cluster, 20);
        TestBroker late = cluster.Brokers.First(broker => broker != cluster.RunUntilLeader());
        late.Crash();
        AppendCommands(cluster, 400, from: 20);

        late.Start();
        cluster.RunUntilAgreed();

        var state = (CommandLog)late.StateMachines[TestCluster.Group];
        Assert.That(state.Commands, Is.EqualTo(Expected(420)));
        Assert.That(state.Restored, Is.EqualTo(1));
        Assert.That(cluster.Network.Traffic[(PeerFrameKind.SnapshotChunk, PeerLane.Bulk)].Frames, Is.Positive);
    }

    [Test]
    public void Snapshot_Arrives_ThoughPiecesAreLost()
    {
        TestCluster cluster = MetadataCluster(filler: new string('y', 5_000));
        AppendCommands(cluster, 20, filler: new string('y', 5_000));
        TestBroker late = cluster.Brokers.First(broker => broker != cluster.RunUntilLeader());
        late.Crash();
        AppendCommands(cluster, 300, from: 20, filler: new string('y', 5_000));

        cluster.Network.LossRate = 0.2;
        late.Start();
        cluster.RunUntil(() => ((CommandLog)late.StateMachines[TestCluster.Group]).Restored == 1, "the snapshot", seconds: 60);
        cluster.Network.LossRate = 0;
        cluster.RunUntilAgreed();

        Assert.That(((CommandLog)late.StateMachines[TestCluster.Group]).Commands, Has.Count.EqualTo(320));
    }

    [Test]
    public void RestartAfterSnapshots_RestoresTheState_AndAppliesOnlyWhatCameAfter()
    {
        TestCluster cluster = MetadataCluster();
        AppendCommands(cluster, 230);
        cluster.RunUntilAgreed();
        foreach (TestBroker broker in cluster.Brokers)
        {
            broker.Crash(losesPower: true);
        }

        foreach (TestBroker broker in cluster.Brokers)
        {
            broker.Start();
        }

        cluster.RunUntilLeader();
        cluster.RunUntilAgreed();
        foreach (TestBroker broker in cluster.Brokers)
        {
            Assert.That(((CommandLog)broker.StateMachines[TestCluster.Group]).Commands, Is.EqualTo(Expected(230)));
        }
    }

    [Test]
    public void RestartWithADamagedSnapshot_GoesOnFromTheOneBefore_AndReplacesIt()
    {
        TestCluster cluster = MetadataCluster();
        AppendCommands(cluster, 500);
        cluster.RunUntilAgreed();
        cluster.Run(TimeSpan.FromMilliseconds(50));
        TestBroker damaged = cluster.Brokers.First(broker => broker != cluster.RunUntilLeader());
        damaged.Crash();
        damaged.DamageSnapshot();

        damaged.Start();
        cluster.RunUntilAgreed();
        cluster.RunUntil(damaged.HasWholeSnapshot, "a new snapshot");
        AppendCommands(cluster, 50, from: 500);
        cluster.RunUntilAgreed();

        Assert.That(((CommandLog)damaged.StateMachines[TestCluster.Group]).Commands, Is.EqualTo(Expected(550)));
        Assert.That(cluster.Network.Traffic.ContainsKey((PeerFrameKind.SnapshotChunk, PeerLane.Bulk)), Is.False, "It had all it needed.");
    }

    [Test]
    public void Learner_FollowsTheLog_AndNeverVotes()
    {
        var cluster = new TestCluster(options: new TestClusterOptions { Brokers = 4, Voters = 3 });
        cluster.Append("x");
        cluster.RunUntilAgreed();
        TestBroker learner = cluster.Brokers[3];

        Assert.That(learner.Groups[TestCluster.Group].Status.Role, Is.EqualTo(GroupRole.Learner));
        Assert.That(learner.Groups[TestCluster.Group].Status.HighWatermark.Value, Is.EqualTo(1));
    }

    private static TestCluster MetadataCluster(string filler = "") => new(options: new TestClusterOptions
    {
        HasMetadata = true,
        Log = new PartitionLogOptions { SegmentBytes = Math.Max(4_096, filler.Length * 50) },
        Replication = new ReplicationOptions { Shards = 1, SnapshotAfterEntries = 100 },
    });

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

    private static void AppendCommands(TestCluster cluster, int count, int from = 0, string filler = "")
    {
        for (int i = from; i < from + count; i++)
        {
            AppendOutcome outcome;
            do
            {
                GroupHandle leader = cluster.RunUntilLeader().Groups[TestCluster.Group];
                outcome = cluster.Await(leader.AppendCommandAsync(System.Text.Encoding.UTF8.GetBytes($"{i}{filler}")));
            }
            while (!outcome.IsSuccess);
        }
    }

    private static IEnumerable<string> Expected(int count) => Enumerable.Range(0, count).Select(i => $"{i}");
}
