using RaftLog.Consensus.Tests.Harness;
using RaftLog.Model;

namespace RaftLog.Consensus.Tests.Unit;

/// <summary>A leader's side of Raft §5.3 and §5.4.2, flow control and limits.</summary>
public sealed class LeaderTests
{
    [Test]
    public void Leader_SendsAllProposalsOfATurn_InOneAppend()
    {
        var cluster = TestCluster.LedBy1(3);
        cluster[1].Core.Propose("a", EntryKind.Data, 10);
        cluster[1].Core.Propose("b", EntryKind.Data, 10);

        cluster.Pump(1);

        Assert.That(cluster.Messages.Select(message => message.LastIndex - message.Index), Is.EqualTo(new[] { 2L, 2L }));
    }

    [Test]
    public void Leader_SendsWithoutWaitingForAnswers_UpToTheWindowInCount()
    {
        var cluster = TestCluster.LedBy1(3, new RaftOptions { MaxAppendBytes = 10, MaxInflightAppends = 3 });

        Propose(cluster, 10);

        Assert.That(cluster.Messages.Count(message => message.To == TestCluster.Id(2)), Is.EqualTo(3));
    }

    [Test]
    public void Leader_SendsWithoutWaitingForAnswers_UpToTheWindowInBytes()
    {
        var cluster = TestCluster.LedBy1(3, new RaftOptions { MaxAppendBytes = 20, MaxInflightBytes = 40 });

        Propose(cluster, 10);

        Assert.That(cluster.Messages.Where(message => message.To == TestCluster.Id(2)).Sum(message => message.LastIndex - message.Index), Is.EqualTo(4));
    }

    [Test]
    public void Leader_RefusesProposals_WhenTooManyBytesAreUncommitted()
    {
        var cluster = TestCluster.LedBy1(3, new RaftOptions { MaxUncommittedBytes = 25 });
        var core = cluster[1].Core;

        var statuses = Enumerable.Range(0, 3).Select(_ => core.Propose("x", EntryKind.Data, 10).Status).ToArray();
        Assert.That(statuses, Is.EqualTo(new[] { ProposeStatus.Accepted, ProposeStatus.Accepted, ProposeStatus.Full }));

        cluster.Settle();
        Assert.That(core.Propose("x", EntryKind.Data, 10).Status, Is.EqualTo(ProposeStatus.Accepted));
    }

    [Test]
    public void Leader_TakesAnEntryLargerThanTheLimit_WhenNothingElseWaits()
    {
        var cluster = TestCluster.LedBy1(3, new RaftOptions { MaxUncommittedBytes = 25 });

        Assert.That(cluster[1].Core.Propose("x", EntryKind.Data, 1000).Status, Is.EqualTo(ProposeStatus.Accepted));
    }

    [Test]
    public void Follower_RefusesProposals()
    {
        var cluster = TestCluster.LedBy1(3);

        Assert.That(cluster[2].Core.Propose("x", EntryKind.Data, 10).Status, Is.EqualTo(ProposeStatus.NotLeader));
    }

    [Test]
    public void Leader_CommitsWithoutItsOwnFlush_WhenAMajorityOfOthersHasFlushed()
    {
        var cluster = TestCluster.LedBy1(3);
        cluster[1].FlushesAtOnce = false;

        Propose(cluster, 1);
        cluster.Settle();

        Assert.That(cluster[1].Core.CommitIndex, Is.EqualTo(new LogIndex(2)));
        Assert.That(cluster[1].Core.PersistedIndex, Is.EqualTo(new LogIndex(1)));
    }

    [Test]
    public void Leader_DoesNotCountAcknowledgement_BeyondItsLog()
    {
        var cluster = TestCluster.LedBy1(3);

        cluster[1].Step(Response(from: 2, term: 1, index: 1_000_000));
        cluster.Pump(1);

        Assert.That(cluster[1].Core.CommitIndex, Is.EqualTo(new LogIndex(1)));
    }

    [Test]
    public void Leader_DoesNotCountAcknowledgement_OfAStranger()
    {
        var cluster = TestCluster.LedBy1(3);
        cluster.Isolate(1);
        Propose(cluster, 1);

        cluster[1].Step(Response(from: 2, term: 1, index: 2) with { From = new ReplicaId(new BrokerId(2), new DirectoryId(99)) });
        cluster.Pump(1);

        Assert.That(cluster[1].Core.CommitIndex, Is.EqualTo(new LogIndex(1)));
    }

    [Test]
    public void Leader_IsNotDeposed_ByAnAnswerOfAStranger()
    {
        var cluster = TestCluster.LedBy1(3);

        cluster[1].Step(Response(from: 9, term: 50, index: 0));

        Assert.That(cluster[1].Core.Role, Is.EqualTo(RaftRole.Leader));
    }

    /// <summary>
    /// With flush=interval a power loss takes what was acknowledged. The follower must be found out, not probed at the same place for ever.
    /// </summary>
    [Test]
    public void Leader_ProbesAnew_WhenAFollowerHasLostWhatItAcknowledged()
    {
        var cluster = TestCluster.LedBy1(3);
        Propose(cluster, 5);
        cluster.Settle();
        cluster.Crash(2);
        cluster.Wipe(2, TestCluster.Voters(1, 2, 3), TestCluster.Id(2).Directory.Value);

        cluster.Run(300);

        Assert.That(cluster[2].Core.CommitIndex, Is.EqualTo(cluster[1].Core.CommitIndex));
    }

    [Test]
    public void Leader_IgnoresRefusal_OfAnAppendThatWasAnsweredSince()
    {
        var cluster = TestCluster.LedBy1(3);
        Propose(cluster, 5);
        cluster.Settle();

        cluster[1].Step(Response(from: 2, term: 1, index: 3) with { Reject = true });

        Assert.That(ProgressOf(cluster, 2), Is.EqualTo((ProgressState.Replicate, 6L)));
    }

    [Test]
    public void Leader_GoesBackToProbing_WhenMessagesWereDropped()
    {
        var cluster = TestCluster.LedBy1(3);
        Propose(cluster, 5);

        cluster[1].Core.ReportUnreachable(new BrokerId(2));

        Assert.That(ProgressOf(cluster, 2), Is.EqualTo((ProgressState.Probe, 1L)));
    }

    /// <summary>A heartbeat is what an idle group does a thousand times a minute.</summary>
    [Test]
    public void Heartbeat_AllocatesNothing()
    {
        var log = new TestLogBuilder();
        var core = log.ToCore(TestCluster.Id(1), TestCluster.Voters(1, 2, 3));
        core.Step(new RaftMessage { Kind = RaftMessageKind.HeartbeatRequest, From = TestCluster.Id(2), To = TestCluster.Id(1), Term = new Term(1) });
        log.Turn(core);
        core.HardStatePersisted(core.Term, core.Vote);
        Beat(log, core, 100);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Beat(log, core, 1000);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Beat(TestLogBuilder log, RaftCore core, int count)
    {
        for (int i = 0; i < count; i++)
        {
            core.Step(new RaftMessage { Kind = RaftMessageKind.HeartbeatRequest, From = TestCluster.Id(2), To = TestCluster.Id(1), Term = new Term(1), Context = i });
            log.Turn(core);
        }
    }

    private static void Propose(TestCluster cluster, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.That(cluster[1].Core.Propose($"p{i}", EntryKind.Data, 10).IsAccepted);
        }

        cluster.Pump(1);
    }

    private static (ProgressState State, long Match) ProgressOf(TestCluster cluster, int id)
    {
        var replicas = new List<ProgressSnapshot>();
        cluster[1].Core.CopyProgress(replicas);
        var progress = replicas.Single(replica => replica.Replica == TestCluster.Id(id));
        return (progress.State, progress.Match.Value);
    }

    private static RaftMessage Response(int from, int term, int index) => new()
    {
        Kind = RaftMessageKind.AppendResponse,
        From = TestCluster.Id(from),
        To = TestCluster.Id(1),
        Term = new Term(term),
        Index = new LogIndex(index),
    };

    [Test]
    public void Followers_HearOfACommit_WithTheNextAppend()
    {
        var cluster = TestCluster.LedBy1(3, new RaftOptions { NotifyCommitAtOnce = false });
        Propose(cluster, 1);
        cluster.Settle();
        Assert.That(cluster[1].Core.OwesCommitNotice, Is.True);
        Assert.That(cluster[2].Core.CommitIndex, Is.LessThan(cluster[1].Core.CommitIndex));

        Propose(cluster, 1);

        Assert.That(cluster[1].Core.OwesCommitNotice, Is.False);
        Assert.That(cluster.Messages.Count, Is.EqualTo(2), "one append to each follower");
        Assert.That(cluster.Messages.Select(message => message.Commit), Is.All.EqualTo(cluster[1].Core.CommitIndex));
    }

    [Test]
    public void Followers_HearOfACommit_WhenTheHostAsksForIt()
    {
        var cluster = TestCluster.LedBy1(3, new RaftOptions { NotifyCommitAtOnce = false });
        Propose(cluster, 1);
        cluster.Settle();

        cluster[1].Core.NotifyCommit();
        cluster.Pump(1);

        Assert.That(cluster.Messages.Select(message => message.IsNotice), Is.EqualTo(new[] { true, true }));
        cluster.Settle();
        Assert.That(cluster[2].Core.CommitIndex, Is.EqualTo(cluster[1].Core.CommitIndex));
        cluster[1].Core.NotifyCommit();
        Assert.That(cluster[1].Core.HasReady, Is.False, "all have been told");
    }
}
