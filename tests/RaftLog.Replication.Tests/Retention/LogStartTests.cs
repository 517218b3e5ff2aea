using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>Where a log begins is agreed by its group: no replica serves less, and nobody who leads later brings back what was deleted.</summary>
public sealed class LogStartTests
{
    private static readonly TestClusterOptions SmallSegments = new() { Log = new PartitionLogOptions { SegmentBytes = 4096 } };

    [Test]
    public void AgreedStart_HoldsOnEveryReplica()
    {
        var cluster = new TestCluster();
        AppendMany(cluster, 20);

        AppendOutcome agreed = Advance(cluster, 7);
        cluster.RunUntilAgreed();

        Assert.That((agreed.Status, agreed.LogStartOffset), Is.EqualTo((AppendStatus.Appended, new Offset(7))));
        Assert.That(Starts(cluster), Is.All.EqualTo(new Offset(7)));
    }

    [Test]
    public void AgreedStart_NeverGoesBack()
    {
        var cluster = new TestCluster();
        AppendMany(cluster, 20);
        Advance(cluster, 9);

        AppendOutcome agreed = Advance(cluster, 4);

        Assert.That((agreed.Status, agreed.LogStartOffset), Is.EqualTo((AppendStatus.Appended, new Offset(9))));
    }

    [Test]
    public void NextLeader_HasTheStart_BeforeItServes([Range(1, 5)] int seed)
    {
        var cluster = new TestCluster(seed);
        AppendMany(cluster, 20);
        TestBroker old = cluster.RunUntilLeader();
        Advance(cluster, 12);
        old.Crash(losesPower: true);

        cluster.RunUntil(() => cluster.Leader() is { } leader && leader != old, "another leader");

        Assert.That(cluster.Leader()!.Groups[TestCluster.Group].Status.LogStartOffset, Is.EqualTo(new Offset(12)));
    }

    [Test]
    public void Start_OutlivesThePowerLossOfAll([Range(1, 3)] int seed)
    {
        var cluster = new TestCluster(seed);
        AppendMany(cluster, 20);
        Advance(cluster, 12);
        foreach (TestBroker broker in cluster.Brokers)
        {
            broker.Crash(losesPower: true, new Random(seed));
        }

        foreach (TestBroker broker in cluster.Brokers)
        {
            broker.Start();
        }

        TestBroker leader = cluster.RunUntilLeader();
        Assert.That(leader.Groups[TestCluster.Group].Status.LogStartOffset, Is.EqualTo(new Offset(12)));
        cluster.RunUntilAgreed();
        Assert.That(Starts(cluster), Is.All.EqualTo(new Offset(12)));
    }

    [Test]
    public void Upkeep_LetsEveryReplicaDrop_WhatAllMembersHad()
    {
        var cluster = new TestCluster(options: SmallSegments);
        AppendMany(cluster, 200);
        cluster.RunUntilAgreed();

        Assert.That(Upkeep(cluster, new RetentionPolicy(null, 10_000, TimeSpan.MaxValue)), Is.True);
        cluster.RunUntilAgreed();
        KeepUpEverywhere(cluster);

        foreach (TestBroker broker in cluster.Brokers)
        {
            PartitionLog log = broker.Groups[TestCluster.Group].Log;
            Assert.That(log.FirstIndex.Value, Is.GreaterThan(100), $"{broker.Id}");
            Assert.That(log.SizeInBytes, Is.InRange(10_000, 20_000), $"{broker.Id}");
        }

        Assert.That(Upkeep(cluster, new RetentionPolicy(null, 10_000, TimeSpan.MaxValue)), Is.False, "There is nothing more to agree on.");
    }

    [Test]
    public void Upkeep_ByAge_DeletesAllRecords_AlsoOfTheActiveSegment()
    {
        var cluster = new TestCluster(options: SmallSegments);
        AppendMany(cluster, 200);
        cluster.RunUntilAgreed();

        // The records' timestamp is 1,000.
        Assert.That(Upkeep(cluster, new RetentionPolicy(TimeSpan.FromHours(1), -1, TimeSpan.MaxValue), nowMs: 10_000_000), Is.True);
        cluster.RunUntilAgreed();
        KeepUpEverywhere(cluster);
        Upkeep(cluster, RetentionPolicy.KeepAll);
        cluster.RunUntilAgreed();
        KeepUpEverywhere(cluster);

        Assert.That(Starts(cluster), Is.All.EqualTo(new Offset(200)));
        Assert.That(cluster.Brokers.Select(broker => broker.Groups[TestCluster.Group].Log.FirstOffset), Is.All.EqualTo(new Offset(200)));
        Assert.That(cluster.Append("next").BaseOffset, Is.EqualTo(new Offset(200)));
    }

    [Test]
    public void MemberThatIsAway_HoldsUpNothing_AndGetsWhatIsLeft()
    {
        var cluster = new TestCluster(options: SmallSegments);
        TestBroker late = cluster.Brokers.First(broker => broker != cluster.RunUntilLeader());
        late.Crash();
        AppendMany(cluster, 200);
        cluster.RunUntilAgreed();

        Upkeep(cluster, new RetentionPolicy(null, 10_000, TimeSpan.MaxValue));
        cluster.RunUntilAgreed();
        KeepUpEverywhere(cluster);
        Assert.That(cluster.Up.Select(broker => broker.Groups[TestCluster.Group].Log.FirstIndex.Value), Is.All.GreaterThan(100));

        late.Start();
        cluster.RunUntilAgreed();
        Assert.That(late.Groups[TestCluster.Group].Log.FirstIndex, Is.EqualTo(cluster.Leader()!.Groups[TestCluster.Group].Log.FirstIndex));
        LogFiles.AssertSameFrames(cluster);
    }

    [Test]
    public void EntriesThatASlowMemberLacks_AreDroppedByNobody_UntilItHasThem()
    {
        var cluster = new TestCluster(options: SmallSegments);
        TestBroker slow = cluster.Brokers.First(broker => broker != cluster.RunUntilLeader());
        cluster.RunUntilAgreed();
        slow.IsPaused = true;
        AppendMany(cluster, 200);

        Upkeep(cluster, new RetentionPolicy(null, 10_000, TimeSpan.MaxValue));
        cluster.Run(TimeSpan.FromMilliseconds(50));
        KeepUpEverywhere(cluster);
        Assert.That(cluster.Up.Select(broker => broker.Groups[TestCluster.Group].Log.FirstIndex), Is.All.EqualTo(new LogIndex(1)));
        Assert.That(cluster.Up.Select(broker => broker.Groups[TestCluster.Group].Log.LogStartOffset.Value), Is.All.GreaterThan(100));

        slow.IsPaused = false;
        cluster.RunUntilAgreed();
        cluster.Run(TimeSpan.FromMilliseconds(50)); // It knows of the commit before the leader knows of its flush.
        Assert.That(Upkeep(cluster, RetentionPolicy.KeepAll), Is.True, "All have them now: the others may be told.");
        cluster.RunUntilAgreed();
        KeepUpEverywhere(cluster);

        Assert.That(cluster.Brokers.Select(broker => broker.Groups[TestCluster.Group].Log.FirstIndex.Value), Is.All.GreaterThan(100));
    }

    [Test]
    public void NextLeader_StillHasWhatALateFollowerNeeds()
    {
        var cluster = new TestCluster(options: SmallSegments with { Brokers = 5, Voters = 5 });
        TestBroker leader = cluster.RunUntilLeader();
        TestBroker late = cluster.Brokers.First(broker => broker != leader);
        late.Crash();
        AppendMany(cluster, 200);
        Upkeep(cluster, new RetentionPolicy(null, 5_000, TimeSpan.MaxValue));
        cluster.RunUntilAgreed();
        KeepUpEverywhere(cluster);

        leader.Crash();
        late.Start();
        cluster.RunUntilAgreed();

        Assert.That(late.Groups[TestCluster.Group].Log.LastIndex, Is.EqualTo(cluster.Leader()!.Groups[TestCluster.Group].Log.LastIndex));
    }

    [Test]
    public void GroupWhoseConfigurationsWereDropped_KnowsItsMembersAfterARestart()
    {
        var cluster = new TestCluster(options: SmallSegments with { Brokers = 4, Voters = 3 });
        GroupHandle led = cluster.RunUntilLeader().Groups[TestCluster.Group];
        Consensus.GroupConfiguration before = led.Configuration;
        Consensus.GroupConfiguration target = new([.. before.Voters, .. before.Learners]);
        Assert.That(cluster.Await(led.ChangeConfigurationAsync(target)), Is.EqualTo(AppendStatus.Appended));
        AppendMany(cluster, 200);
        cluster.RunUntilAgreed();
        Upkeep(cluster, new RetentionPolicy(null, 5_000, TimeSpan.MaxValue));
        cluster.RunUntilAgreed();
        KeepUpEverywhere(cluster);
        Assert.That(cluster.Brokers.Select(broker => broker.Groups[TestCluster.Group].Log.ConfigurationIndexes.Count), Is.All.Zero);

        foreach (TestBroker broker in cluster.Brokers)
        {
            broker.Crash(losesPower: true);
            broker.Start();
        }

        cluster.RunUntilAgreed();
        cluster.Run(TimeSpan.FromMilliseconds(10));
        Assert.That(
            cluster.Brokers.Select(broker => broker.Groups[TestCluster.Group].Configuration.Voters.Length), Is.All.EqualTo(4));
    }

    [Test]
    public void RestartedReplica_KnowsToBeCommitted_WhatItsLogStartSays()
    {
        var cluster = new TestCluster(options: SmallSegments);
        AppendMany(cluster, 200);
        cluster.RunUntilAgreed();
        Advance(cluster, 199);
        Upkeep(cluster, RetentionPolicy.KeepAll);
        cluster.RunUntilAgreed();
        KeepUpEverywhere(cluster);
        TestBroker broker = cluster.Brokers[0];

        broker.Crash();
        broker.Start();

        GroupStatus status = broker.Groups[TestCluster.Group].Status;
        Assert.That(status.LogStartOffset, Is.EqualTo(new Offset(199)));
        Assert.That(status.HighWatermark, Is.GreaterThanOrEqualTo(status.LogStartOffset));
        Assert.That(broker.Groups[TestCluster.Group].Log.EndOffsetAt(status.CommitIndex), Is.GreaterThanOrEqualTo(status.HighWatermark));
    }

    [Test]
    public void RestartedReplica_TellsWhatItsCheckpointKnowsToBeCommitted_ThoughNothingMoreIsCommitted()
    {
        var cluster = new TestCluster(options: SmallSegments);
        AppendMany(cluster, 200);
        cluster.RunUntilAgreed();
        Upkeep(cluster, new RetentionPolicy(null, 10_000, TimeSpan.MaxValue));
        cluster.RunUntilAgreed();
        KeepUpEverywhere(cluster);
        TestBroker broker = cluster.Brokers[0];
        foreach (TestBroker each in cluster.Brokers)
        {
            each.Crash();
        }

        broker.Start();
        cluster.Run(TimeSpan.FromMilliseconds(5));

        GroupStatus status = broker.Groups[TestCluster.Group].Status;
        Assert.That((status.HighWatermark, status.LastStableOffset), Is.EqualTo((new Offset(200), new Offset(200))));
        Assert.That(broker.StateMachines[TestCluster.Group].HighWatermark, Is.EqualTo(new Offset(200)));
    }

    [Test]
    public void OldSegment_IsSealed_ThoughItIsSmall()
    {
        var cluster = new TestCluster();
        AppendMany(cluster, 5);
        TestBroker leader = cluster.RunUntilLeader();
        GroupHandle group = leader.Groups[TestCluster.Group];

        cluster.Await(group.KeepUpLogAsync(new RetentionPolicy(null, -1, TimeSpan.FromHours(1)), nowMs: 3_000_000));
        Assert.That(group.Log.DescribeSegments(), Has.Length.EqualTo(1));
        cluster.Await(group.KeepUpLogAsync(new RetentionPolicy(null, -1, TimeSpan.FromHours(1)), nowMs: 4_000_000));

        Assert.That(group.Log.DescribeSegments(), Has.Length.EqualTo(2));
        Assert.That(cluster.Append("next").BaseOffset, Is.EqualTo(new Offset(5)));
        cluster.RunUntilAgreed();
    }

    [Test]
    public void Upkeep_ForgetsProducersThatAreSilent_OnEveryReplica_HoweverOldTheirRecordsClaimToBe()
    {
        var cluster = new TestCluster();
        cluster.Await(cluster.RunUntilLeader().Groups[TestCluster.Group].AppendAsync(Batches.Of("x", producerId: 7, sequence: 0)));
        cluster.RunUntilAgreed();
        RetentionPolicy policy = RetentionPolicy.KeepAll with { ProducerSilence = TimeSpan.FromSeconds(1) };

        KeepUpEverywhere(cluster, policy);
        Assert.That(KnownProducers(cluster), Is.All.EqualTo(1));
        cluster.Run(TimeSpan.FromSeconds(1));
        KeepUpEverywhere(cluster, policy);

        Assert.That(KnownProducers(cluster), Is.All.Zero);
    }

    [Test]
    public void Command_IsReadAsItWasWritten_AndNothingElse()
    {
        var command = new AdvanceLogStart(new Offset(1L << 40), new LogIndex(77));
        var bytes = new byte[AdvanceLogStart.Size];
        command.Write(bytes);

        Assert.That(AdvanceLogStart.TryRead(bytes, out AdvanceLogStart read), Is.True);
        Assert.That(read, Is.EqualTo(command));
        Assert.That(bytes, Is.EqualTo(new byte[] { 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 77 }), "It stands on disks.");
        bytes[1]++;
        Assert.That(AdvanceLogStart.TryRead(bytes, out _), Is.False, "a newer version");
        Assert.That(AdvanceLogStart.TryRead(bytes.AsSpan(1), out _), Is.False);
    }

    private static void AppendMany(TestCluster cluster, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.That(cluster.Append($"{i:D80}").Status, Is.EqualTo(AppendStatus.Appended));
        }
    }

    private static AppendOutcome Advance(TestCluster cluster, long start) =>
        cluster.Await(cluster.RunUntilLeader().Groups[TestCluster.Group].AdvanceLogStartAsync(new AdvanceLogStart(new Offset(start), LogIndex.Zero)));

    private static IEnumerable<Offset> Starts(TestCluster cluster) =>
        cluster.Brokers.Select(broker => broker.Groups[TestCluster.Group].Log.LogStartOffset);

    // As the broker above does at the leader: whether there was something to agree on.
    private static bool Upkeep(TestCluster cluster, RetentionPolicy policy, long nowMs = 2_000)
    {
        GroupHandle group = cluster.RunUntilLeader().Groups[TestCluster.Group];
        LogUpkeepOutcome outcome = cluster.Await(group.KeepUpLogAsync(policy, nowMs));
        if (outcome.Proposal is not { } command)
        {
            return false;
        }

        Assert.That(cluster.Await(group.AdvanceLogStartAsync(command, outcome.Term)).Status, Is.EqualTo(AppendStatus.Appended));
        return true;
    }

    private static IEnumerable<int> KnownProducers(TestCluster cluster) =>
        cluster.Brokers.Select(broker => broker.Groups[TestCluster.Group].Log.Producers.Count);

    private static void KeepUpEverywhere(TestCluster cluster, RetentionPolicy? policy = null)
    {
        foreach (TestBroker broker in cluster.Up)
        {
            cluster.Await(broker.Groups[TestCluster.Group].KeepUpLogAsync(policy ?? RetentionPolicy.KeepAll, nowMs: 2_000));
        }
    }
}
