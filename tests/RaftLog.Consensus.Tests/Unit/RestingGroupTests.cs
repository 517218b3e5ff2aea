using RaftLog.Consensus.Tests.Harness;

namespace RaftLog.Consensus.Tests.Unit;

/// <summary>Heartbeats of a group in which nothing happens, and how it wakes.</summary>
public sealed class RestingGroupTests
{
    private static readonly RaftOptions Options = new();

    [Test]
    public void GroupAtRest_BeatsThreeTimesInAShortestElectionTimeout()
    {
        var cluster = TestCluster.LedBy1(3, Options);
        cluster.Run(2_000);

        Assert.That(Beats(cluster, 6_000), Is.EqualTo(20));
    }

    /// <summary>A party of a broker's groups shares its frames; what comes between two parties need not wait for both.</summary>
    [Test]
    public void GroupsAtRest_BeatWithTheirParty()
    {
        long[] remainders = [.. Enumerable.Range(0, 6).Select(party =>
        {
            var cluster = RightAfterARestingBeat(party);
            return cluster[1].Core.NextDeadlineMs % Options.RestingHeartbeatIntervalMs;
        })];

        Assert.That(remainders, Is.EqualTo(new long[] { 0, 200, 100, 0, 200, 100 }));
    }

    [Test]
    public void GroupAtRest_KeepsItsLeader()
    {
        var cluster = TestCluster.LedBy1(3, Options);
        var term = cluster[1].Core.Term;

        cluster.Run(60_000);

        Assert.That((cluster.Leader?.Id, cluster[1].Core.Term), Is.EqualTo((TestCluster.Id(1), term)));
    }

    [Test]
    public void GroupWithAReplicaAway_BeatsAtTheUsualInterval()
    {
        var cluster = TestCluster.LedBy1(3, Options);
        cluster.Run(2_000);
        cluster.Crash(3);
        cluster.Run(1_000);

        Assert.That(Beats(cluster, 6_000), Is.EqualTo(60));
    }

    [Test]
    public void Proposal_BringsTheNextHeartbeatForward()
    {
        var cluster = RightAfterARestingBeat();
        long atRest = cluster[1].Core.NextDeadlineMs;
        cluster[1].Core.Propose("a", RaftLog.Model.EntryKind.Data, 10);

        Assert.That(cluster[1].Core.NextDeadlineMs, Is.LessThanOrEqualTo(atRest - Options.HeartbeatIntervalMs));
    }

    [Test]
    public void PreVoteRequest_OfOneWhoDoesNotKnowTheLeader_BringsTheNextHeartbeatForward()
    {
        var cluster = TestCluster.LedBy1(3, Options);
        cluster.Run(2_000);
        cluster.Crash(3);
        cluster.Restart(3);

        cluster.Run(Options.HeartbeatIntervalMs + 20);

        Assert.That(cluster[3].Core.Leader, Is.EqualTo(TestCluster.Id(1)));
    }

    [Test]
    public void Followers_CountAsHeard_AtEveryMomentOfARest()
    {
        var cluster = TestCluster.LedBy1(3, Options);
        var unheard = new List<long>();
        for (long passed = 0; passed < 3 * Options.ElectionTimeoutMaxMs; passed += 10)
        {
            cluster.Advance(10);
            if (Progress(cluster).Exists(replica => !replica.IsRecentlyActive))
            {
                unheard.Add(passed);
            }

            cluster.Settle();
        }

        Assert.That(unheard, Is.Empty);
    }

    [Test]
    public void FollowerThatFellSilent_CountsAsHeard_NoLongerThanAnElectionTimeout()
    {
        var cluster = TestCluster.LedBy1(3, Options);
        cluster.Run(2_000);
        cluster.Crash(3);

        cluster.Run(Options.ElectionTimeoutMinMs + 20);

        Assert.That(Progress(cluster).Single(replica => !replica.IsRecentlyActive).Replica, Is.EqualTo(TestCluster.Id(3)));
    }

    [Test]
    public void TransferWhoseWordWasLost_IsRepeatedAtTheUsualInterval()
    {
        var cluster = RightAfterARestingBeat();
        cluster[1].Core.TransferLeadership(TestCluster.Id(2).Broker);
        cluster.Pump(1);
        Assert.That(cluster.Drop(message => message.Kind == RaftMessageKind.TimeoutNow), Has.Count.EqualTo(1));

        cluster.Run(Options.HeartbeatIntervalMs + 20);

        Assert.That(cluster.Leader?.Id, Is.EqualTo(TestCluster.Id(2)));
    }

    [Test]
    public void ReadWhoseRoundWasLost_IsAnsweredAtTheUsualInterval()
    {
        var cluster = RightAfterARestingBeat();
        cluster[1].Core.ReadIndex(7);
        cluster.Pump(1);
        Assert.That(cluster.Drop(message => message.Kind == RaftMessageKind.HeartbeatRequest), Has.Count.EqualTo(2));

        cluster.Run(Options.HeartbeatIntervalMs + 20);

        Assert.That(cluster[1].Reads.Select(read => (read.Context, read.IsConfirmed)), Is.EqualTo(new[] { (7L, true) }));
    }

    // When the next one is as far away as it gets.
    private static TestCluster RightAfterARestingBeat(int party = 0)
    {
        var cluster = TestCluster.LedBy1(3, Options);
        cluster[1].Core.RestingParty = party;
        cluster.Run(2_000);
        while (!cluster[1].Core.PutsOffHeartbeat)
        {
            cluster.Run(10);
        }

        return cluster;
    }

    private static List<ProgressSnapshot> Progress(TestCluster cluster)
    {
        var progress = new List<ProgressSnapshot>();
        cluster[1].Core.CopyProgress(progress);
        return progress;
    }

    private static int Beats(TestCluster cluster, long ms)
    {
        int beats = 0;
        for (long passed = 0; passed < ms; passed += 10)
        {
            cluster.Advance(10);
            beats += cluster.Messages.Count(message => message.Kind == RaftMessageKind.HeartbeatRequest && message.To == TestCluster.Id(2));
            cluster.Settle();
        }

        return beats;
    }
}
