using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Replication.Tests;

/// <summary>What becomes of appends and leadership when leaders come and go.</summary>
public sealed class FailoverTests
{
    private const long Producer = 4_000;

    [Test]
    public void CrashOfTheLeader_IsHealedInMilliseconds_BecauseTheConnectionBreaks()
    {
        var cluster = new TestCluster(options: new TestClusterOptions { Replication = new ReplicationOptions { Shards = 1 } });
        cluster.Append("before");
        TestBroker old = cluster.RunUntilLeader();
        long start = cluster.Time.GetTimestamp();

        old.Crash();
        TestBroker next = cluster.RunUntilLeader();

        TimeSpan gap = cluster.Time.GetElapsedTime(start);
        Assert.That(next.Id, Is.Not.EqualTo(old.Id));
        Assert.That(gap, Is.LessThan(TimeSpan.FromMilliseconds(200)));
    }

    /// <summary>Whoever hears of the leader may ask it at once for what only a leader does.</summary>
    [Test]
    public void LeaderIsMadeKnownOnItsBroker_OnlyWhenItsPartitionKnows()
    {
        var cluster = new TestCluster();
        var roles = new List<GroupRole>();
        foreach (TestBroker broker in cluster.Brokers)
        {
            broker.Engine.Leaders.Changed += (group, leader) =>
            {
                if (leader.Leader == broker.Id)
                {
                    roles.Add(broker.StateMachines[group].Roles.LastOrDefault().Role);
                    roles.Add(broker.Groups[group].Status.Role);
                }
            };
        }

        TestBroker first = cluster.RunUntilLeader();
        first.Crash();
        cluster.RunUntilLeader();

        Assert.That(roles, Has.Count.GreaterThanOrEqualTo(4).And.All.EqualTo(GroupRole.Leader));
    }

    [Test]
    public void LeaderThatFallsSilent_IsReplaced_AndStepsDownWhenItWakes()
    {
        var cluster = new TestCluster();
        cluster.Append("before");
        TestBroker old = cluster.RunUntilLeader();

        old.IsPaused = true;
        TestBroker next = cluster.RunUntilLeader();
        cluster.Append("meanwhile");
        old.IsPaused = false;
        cluster.RunUntil(() => !old.Groups[TestCluster.Group].Status.IsLeader, "the old leader to step down");
        cluster.RunUntilAgreed();

        Assert.That(next.Id, Is.Not.EqualTo(old.Id));
        Assert.That(Batches.Read(old.Groups[TestCluster.Group].Log, new Offset(2)), Is.EqualTo(new[] { "before", "meanwhile" }));
    }

    [Test]
    public void UncommittedAppend_Fails_WhenLeadershipIsLost_AndIsNeverASuccess()
    {
        var cluster = new TestCluster();
        TestBroker old = cluster.RunUntilLeader();
        cluster.Network.Isolate(old.Id);

#pragma warning disable CA2012 // Taken once, when it is completed.
        ValueTask<AppendOutcome> append = old.Groups[TestCluster.Group].AppendAsync(Batches.Of("lost"));
#pragma warning restore CA2012
        AppendOutcome outcome = cluster.Await(append);

        // Or the old leader, which has the longest log, may lead again: then the entry is kept after all.
        cluster.RunUntil(() => cluster.Leader() is { } next && next != old, "another leader");
        cluster.Network.Heal();
        cluster.Append("kept");
        cluster.RunUntilAgreed();

        Assert.That(outcome.Status, Is.EqualTo(AppendStatus.NotLeader));
        Assert.That(Batches.Read(old.Groups[TestCluster.Group].Log, new Offset(1)), Is.EqualTo(new[] { "kept" }));
    }

    [Test]
    public void AppendWithAcksOfTheLeader_CompletesWithoutTheFollowers()
    {
        var cluster = new TestCluster();
        TestBroker leader = cluster.RunUntilLeader();
        cluster.Network.Isolate(leader.Id);

        AppendOutcome outcome = cluster.Await(leader.Groups[TestCluster.Group].AppendAsync(Batches.Of("x"), AppendAcks.Leader), seconds: 0.01);

        Assert.That(outcome.Status, Is.EqualTo(AppendStatus.Appended));
        Assert.That(leader.Groups[TestCluster.Group].Status.HighWatermark, Is.EqualTo(Offset.Zero));
    }

    [Test]
    public void Follower_RefusesAppends()
    {
        var cluster = new TestCluster();
        TestBroker leader = cluster.RunUntilLeader();
        TestBroker follower = cluster.Brokers.First(broker => broker != leader);

        AppendOutcome outcome = cluster.Await(follower.Groups[TestCluster.Group].AppendAsync(Batches.Of("x")));

        Assert.That(outcome.Status, Is.EqualTo(AppendStatus.NotLeader));
    }

    /// <summary>KIP-98: what the producer appended is known to every replica, for it is in the log.</summary>
    [Test]
    public void BatchSentAgain_AfterAChangeOfLeader_IsADuplicate_WithTheOriginalOffset()
    {
        var cluster = new TestCluster();
        cluster.Append("something before");
        AppendOutcome original = AppendIdempotent(cluster, "once", sequence: 0);
        cluster.RunUntilAgreed();
        cluster.RunUntilLeader().Crash();

        AppendOutcome again = AppendIdempotent(cluster, "once", sequence: 0);
        AppendOutcome next = AppendIdempotent(cluster, "twice", sequence: 1);
        AppendOutcome gap = AppendIdempotent(cluster, "lost one", sequence: 7);

        Assert.Multiple(() =>
        {
            Assert.That(original.Status, Is.EqualTo(AppendStatus.Appended));
            Assert.That(again.Status, Is.EqualTo(AppendStatus.Duplicate));
            Assert.That(again.BaseOffset, Is.EqualTo(original.BaseOffset));
            Assert.That(next.Status, Is.EqualTo(AppendStatus.Appended));
            Assert.That(gap.Status, Is.EqualTo(AppendStatus.OutOfOrderSequence));
        });
    }

    /// <summary>The original may still be lost; whoever says "duplicate" before it is committed acknowledges what may vanish.</summary>
    [Test]
    public void Duplicate_IsNotAcknowledged_BeforeItsOriginalIsCommitted()
    {
        var cluster = new TestCluster();
        TestBroker leader = cluster.RunUntilLeader();
        GroupHandle group = leader.Groups[TestCluster.Group];
        cluster.Network.Isolate(leader.Id);

#pragma warning disable CA2012 // Taken once, when they are completed.
        ValueTask<AppendOutcome> original = group.AppendAsync(Batches.Of("x", Producer, 0));
        ValueTask<AppendOutcome> duplicate = group.AppendAsync(Batches.Of("x", Producer, 0));
#pragma warning restore CA2012
        cluster.Run(TimeSpan.FromMilliseconds(100));
        bool wasEarly = duplicate.IsCompleted;

        Assert.That(wasEarly, Is.False);
        Assert.That(cluster.Await(original).Status, Is.EqualTo(AppendStatus.NotLeader));
        Assert.That(cluster.Await(duplicate).Status, Is.EqualTo(AppendStatus.NotLeader));
    }

    /// <summary>The second comes behind a gap that is not its producer's fault; told of one, librdkafka takes another epoch and sends everything anew.</summary>
    [Test]
    public void BatchesRefusedDuringATransfer_AreAllToldThatTheLeaderMoves()
    {
        var cluster = new TestCluster();
        AppendIdempotent(cluster, "before", sequence: 0);
        TestBroker leader = cluster.RunUntilLeader();
        GroupHandle group = leader.Groups[TestCluster.Group];
        TestBroker target = cluster.Brokers.First(broker => broker != leader);
        cluster.Network.Isolate(target.Id);

#pragma warning disable CA2012 // Taken once, when they are completed.
        _ = group.TransferLeadershipAsync(target.Id).AsTask();
        ValueTask<AppendOutcome> first = group.AppendAsync(Batches.Of("x", Producer, 1));
        ValueTask<AppendOutcome> second = group.AppendAsync(Batches.Of("y", Producer, 2));
#pragma warning restore CA2012

        Assert.That(cluster.Await(first).Status, Is.EqualTo(AppendStatus.NotLeader));
        Assert.That(cluster.Await(second).Status, Is.EqualTo(AppendStatus.NotLeader));
    }

    [Test]
    public void TransferOfLeadership_MovesIt_WithoutWaitingForATimeout()
    {
        var cluster = new TestCluster();
        cluster.Append("x");
        cluster.RunUntilAgreed();
        TestBroker old = cluster.RunUntilLeader();

        LeadershipTransferStatus status = cluster.Await(old.Groups[TestCluster.Group].TransferLeadershipAsync(), seconds: 0.5);

        Assert.That(status, Is.EqualTo(LeadershipTransferStatus.Transferred));
        Assert.That(cluster.RunUntilLeader().Id, Is.Not.EqualTo(old.Id));
    }

    [Test]
    public void BrokerThatStops_HandsOverAllItsGroups_AndClosesThem()
    {
        var cluster = new TestCluster(options: new TestClusterOptions { Groups = 12 });
        cluster.RunUntilAllLed();
        cluster.Run(TimeSpan.FromMilliseconds(300));
        TestBroker leaving = cluster.Leader()!;

        int left = cluster.Await(new ValueTask<int>(leaving.Engine.TransferAllLeadershipsAsync(TimeSpan.FromSeconds(5))));
        Task stopped = leaving.Engine.StopAsync();
        cluster.RunUntil(() => stopped.IsCompleted, "the engine to stop");
        cluster.Run(TimeSpan.FromMilliseconds(100));

        AppendOutcome late = cluster.Await(leaving.Groups[TestCluster.Group].AppendAsync(Batches.Of("too late")));

        Assert.That(left, Is.Zero);
        Assert.That(late.Status, Is.EqualTo(AppendStatus.ShuttingDown));
        Assert.That(leaving.Groups.Values.Select(group => group.Status.Role), Is.All.EqualTo(GroupRole.Offline));
    }

    [Test]
    public void ReadBarrier_Passes_AtTheLeaderOnly_AndNotWithoutAMajority()
    {
        var cluster = new TestCluster();
        AppendOutcome appended = cluster.Append("x");
        TestBroker leader = cluster.RunUntilLeader();
        TestBroker follower = cluster.Brokers.First(broker => broker != leader);

        ReadBarrierOutcome atLeader = cluster.Await(leader.Groups[TestCluster.Group].ReadBarrierAsync());
        ReadBarrierOutcome atFollower = cluster.Await(follower.Groups[TestCluster.Group].ReadBarrierAsync());
        cluster.Network.Isolate(leader.Id);
        ReadBarrierOutcome cutOff = cluster.Await(leader.Groups[TestCluster.Group].ReadBarrierAsync());

        Assert.Multiple(() =>
        {
            Assert.That(atLeader.HasPassed, Is.True);
            Assert.That(atLeader.Index, Is.GreaterThanOrEqualTo(appended.Index));
            Assert.That(atFollower.Status, Is.EqualTo(ReadBarrierStatus.NotLeader));
            Assert.That(cutOff.Status, Is.EqualTo(ReadBarrierStatus.NotLeader));
        });
    }

    [Test]
    public void ChangeOfMembers_Completes_WhenTheTargetIsCommitted()
    {
        var cluster = new TestCluster(options: new TestClusterOptions { Brokers = 4, Voters = 3 });
        cluster.Append("x");
        TestBroker leader = cluster.RunUntilLeader();
        TestBroker leaving = cluster.Brokers.First(broker => broker != leader);
        var target = new GroupConfiguration([.. cluster.Brokers.Where(broker => broker != leaving).Select(broker => broker.Replica)]);

        AppendStatus status = cluster.Await(leader.Groups[TestCluster.Group].ChangeConfigurationAsync(target));
        leaving.Crash();
        cluster.Brokers.First(broker => broker != leader && broker != leaving).Crash();
        AppendOutcome withTheNewMember = cluster.Append("y");

        Assert.That(status, Is.EqualTo(AppendStatus.Appended));
        Assert.That(withTheNewMember.Status, Is.EqualTo(AppendStatus.Appended));
    }

    private static AppendOutcome AppendIdempotent(TestCluster cluster, string value, int sequence)
    {
        while (true)
        {
            TestBroker leader = cluster.RunUntilLeader();
            AppendOutcome outcome = cluster.Await(leader.Groups[TestCluster.Group].AppendAsync(Batches.Of(value, Producer, sequence)));
            if (outcome.Status != AppendStatus.NotLeader)
            {
                return outcome;
            }
        }
    }
}
