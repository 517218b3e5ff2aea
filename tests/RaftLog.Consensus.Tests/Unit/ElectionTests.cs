using RaftLog.Consensus.Tests.Harness;
using RaftLog.Model;

namespace RaftLog.Consensus.Tests.Unit;

/// <summary>Raft §5.2 and §5.4.1, thesis §4.2.3 and §9.6.</summary>
public sealed class ElectionTests
{
    [Test]
    public void Follower_GrantsOneVoteATerm()
    {
        var cluster = TestCluster.Of(3);
        var follower = cluster[1];

        follower.Step(VoteRequest(from: 2, term: 5));
        follower.Step(VoteRequest(from: 3, term: 5));

        Assert.That(follower.Turn().Select(answer => (answer.To.Broker.Value, answer.Reject)), Is.EqualTo(new[] { (2, false), (3, true) }));
    }

    [Test]
    public void Follower_AnswersVote_OnlyAfterItsHardStateIsFlushed()
    {
        var follower = TestCluster.Of(3)[1];
        follower.FlushesAtOnce = false;

        follower.Step(VoteRequest(from: 2, term: 5));
        Assert.That(follower.Turn(), Is.Empty);

        follower.Flush();
        Assert.That(follower.Turn().Single().Kind, Is.EqualTo(RaftMessageKind.VoteResponse));
    }

    [Test]
    public void Follower_ForgetsAnswerOfTermThatWasNeverFlushed_WhenALaterTermComes()
    {
        var follower = TestCluster.Of(3)[1];
        follower.FlushesAtOnce = false;
        follower.Step(VoteRequest(from: 2, term: 5));
        follower.Turn();

        follower.Step(VoteRequest(from: 3, term: 6));
        follower.Turn();
        follower.Flush();

        Assert.That(follower.Turn().Select(answer => (answer.To.Broker.Value, answer.Term.Value)), Is.EqualTo(new[] { (3, 6) }));
    }

    [TestCase(1, 1, true, TestName = "Follower_RefusesCandidate_WhoseLastTermIsEarlier")]
    [TestCase(1, 2, true, TestName = "Follower_RefusesCandidate_WhoseLogIsShorter")]
    [TestCase(2, 2, false, TestName = "Follower_VotesForCandidate_WhoseLogIsEqual")]
    [TestCase(1, 3, false, TestName = "Follower_VotesForCandidate_WhoseLastTermIsLater_ThoughItsLogIsShorter")]
    public void Voting(int lastIndex, int lastTerm, bool refuses)
    {
        var log = new TestLogBuilder().Add(term: 1).Add(term: 2);
        var core = log.ToCore(TestCluster.Id(1), TestCluster.Voters(1, 2, 3));

        core.Step(VoteRequest(from: 2, term: 9) with { Index = new LogIndex(lastIndex), LogTerm = new Term(lastTerm) });
        var ready = log.Turn(core);
        core.HardStatePersisted(core.Term, core.Vote);
        ready = log.Turn(core);

        Assert.That(ready.Messages.Single().Reject, Is.EqualTo(refuses));
    }

    [Test]
    public void PreVote_ChangesNeitherTermNorVote()
    {
        var follower = TestCluster.Of(3)[1];

        follower.Step(VoteRequest(from: 2, term: 7) with { Kind = RaftMessageKind.PreVoteRequest });
        var answer = follower.Turn().Single();

        Assert.Multiple(() =>
        {
            Assert.That(answer.Reject, Is.False);
            Assert.That(answer.Term, Is.EqualTo(new Term(7)));
            Assert.That(follower.Core.Term, Is.EqualTo(Term.Zero));
            Assert.That(follower.Core.Vote.IsSome, Is.False);
        });
    }

    [Test]
    public void Follower_RefusesVotes_WhileItHearsTheLeader()
    {
        var cluster = TestCluster.LedBy1(3);

        cluster[2].Step(VoteRequest(from: 3, term: 9, to: 2) with { Index = new LogIndex(1), LogTerm = new Term(1) });

        Assert.That(cluster[2].Turn(), Is.Empty);
        Assert.That(cluster[2].Core.Term, Is.EqualTo(new Term(1)));
    }

    [Test]
    public void Follower_GrantsPreVote_AfterItLostTheConnectionToTheLeader()
    {
        var cluster = TestCluster.LedBy1(3);
        var request = VoteRequest(from: 3, term: 2, to: 2) with { Kind = RaftMessageKind.PreVoteRequest, Index = new LogIndex(1), LogTerm = new Term(1) };

        cluster[2].Step(request);
        Assert.That(cluster[2].Turn().Single().Reject, Is.True);

        cluster[2].Core.PeerLost(new BrokerId(1));
        cluster[2].Step(request);
        Assert.That(cluster[2].Turn().Single().Reject, Is.False);
    }

    [Test]
    public void Follower_CampaignsWithinMilliseconds_AfterItLostTheConnectionToTheLeader()
    {
        var options = new RaftOptions();
        var cluster = TestCluster.LedBy1(3);

        cluster[2].Core.PeerLost(new BrokerId(1));

        Assert.That(cluster[2].Core.NextDeadlineMs - cluster.NowMs, Is.InRange(options.LeaderLostDelayMinMs, options.LeaderLostDelayMaxMs));
    }

    [Test]
    public void Follower_StaysCalm_WhenItLostTheConnectionToSomebodyElse()
    {
        var cluster = TestCluster.LedBy1(3);

        cluster[2].Core.PeerLost(new BrokerId(3));

        Assert.That(cluster[2].Core.NextDeadlineMs - cluster.NowMs, Is.GreaterThanOrEqualTo(new RaftOptions().ElectionTimeoutMinMs));
    }

    [Test]
    public void Survivors_CampaignInSlotsOfTheirOwn()
    {
        for (int seed = 1; seed <= 50; seed++)
        {
            var cluster = new TestCluster(seed);
            foreach (int id in new[] { 1, 2, 3 })
            {
                cluster.Add(id, TestCluster.Voters(1, 2, 3));
            }

            cluster.Run(2000);
            int leader = cluster.Leader!.Id.Broker.Value;
            var survivors = cluster.Replicas.Where(pair => pair.Key != leader).Select(pair => pair.Value.Core).ToArray();
            foreach (var core in survivors)
            {
                core.PeerLost(new BrokerId(leader));
            }

            Assert.That(survivors[0].NextDeadlineMs, Is.LessThanOrEqualTo(survivors[1].NextDeadlineMs), $"seed {seed}");
        }
    }

    [Test]
    public void Candidate_LeadsAtTheMajority_NotAtTheLastVote()
    {
        var cluster = TestCluster.Of(5);
        cluster.Isolate(4);
        cluster.Isolate(5);

        cluster.Campaign(1);
        cluster.Settle();

        Assert.That(cluster[1].Core.IsEstablishedLeader);
    }

    [Test]
    public void Candidate_CountsNoVoteOfAStranger()
    {
        var cluster = TestCluster.Of(3);
        cluster.Campaign(1);
        var wiped = new ReplicaId(new BrokerId(2), new DirectoryId(99));

        cluster[1].Step(new RaftMessage { Kind = RaftMessageKind.PreVoteResponse, From = wiped, To = TestCluster.Id(1), Term = new Term(1) });

        Assert.That(cluster[1].Core.Role, Is.EqualTo(RaftRole.PreCandidate));
    }

    [Test]
    public void Learner_NeverCampaigns()
    {
        var cluster = new TestCluster();
        cluster.Add(1, new GroupConfiguration([TestCluster.Id(2)], [], [TestCluster.Id(1)]));

        Assert.That(cluster[1].Core.NextDeadlineMs, Is.EqualTo(long.MaxValue));
        cluster.Advance(10_000);
        Assert.That(cluster[1].Core.Role, Is.EqualTo(RaftRole.Follower));
    }

    [Test]
    public void Leader_StepsDown_WhenItHearsNoMajority()
    {
        var cluster = TestCluster.LedBy1(3);
        cluster.Isolate(1);

        cluster.Run(2200);

        Assert.That(cluster[1].Core.Role, Is.Not.EqualTo(RaftRole.Leader));
    }

    [Test]
    public void Leader_LeadsOn_AfterAPauseOfItsOwn()
    {
        var cluster = TestCluster.LedBy1(3);
        cluster.Run(500);

        cluster[1].Core.Tick(cluster.NowMs + 60_000);

        Assert.That(cluster[1].Core.Role, Is.EqualTo(RaftRole.Leader));
    }

    [Test]
    public void FollowerThatWasHeldUp_GivesTheLeaderTimeToBeHeard_OnceInASilence()
    {
        var cluster = TestCluster.LedBy1(3);
        var follower = cluster[2].Core;
        long late = follower.NextDeadlineMs + 5_000;

        follower.HeldUp(late);
        follower.Tick(late);
        Assert.That(follower.Role, Is.EqualTo(RaftRole.Follower));

        long patience = follower.NextDeadlineMs;
        Assert.That(patience - late, Is.InRange(new RaftOptions().ElectionTimeoutMinMs / 2, new RaftOptions().ElectionTimeoutMinMs));
        follower.HeldUp(patience);
        follower.Tick(patience);
        Assert.That(follower.Role, Is.EqualTo(RaftRole.PreCandidate), "A host that is late all the time never looks for a leader.");
    }

    [Test]
    public void FollowerThatWasHeldUp_IsPatientAgain_OnceItHasHeardTheLeader()
    {
        var cluster = TestCluster.LedBy1(3);
        var follower = cluster[2].Core;
        follower.HeldUp(follower.NextDeadlineMs);

        cluster.Run(2_000);
        long late = follower.NextDeadlineMs + 1;
        follower.HeldUp(late);

        Assert.That(follower.NextDeadlineMs, Is.GreaterThan(late));
    }

    [Test]
    public void FollowerThatWasHeldUp_DoesNotWait_ForALeaderWhoseConnectionIsLost()
    {
        var cluster = TestCluster.LedBy1(3);
        var follower = cluster[2].Core;
        follower.PeerLost(new BrokerId(1));
        long deadline = follower.NextDeadlineMs;

        follower.HeldUp(deadline + 1);

        Assert.That(follower.NextDeadlineMs, Is.EqualTo(deadline));
    }

    [Test]
    public void Term_OfTheLog_IsTakenOver_WhenTheHardStateWasFlushedLess()
    {
        var log = new TestLogBuilder().Add(term: 4);

        var core = log.ToCore(TestCluster.Id(1), TestCluster.Voters(1, 2, 3), new HardState(new Term(3), TestCluster.Id(2)));

        Assert.That((core.Term, core.Vote), Is.EqualTo((new Term(4), ReplicaId.None)));
    }

    private static RaftMessage VoteRequest(int from, int term, int to = 1) => new()
    {
        Kind = RaftMessageKind.VoteRequest,
        From = TestCluster.Id(from),
        To = TestCluster.Id(to),
        Term = new Term(term),
    };
}
