using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Simulator.Checks.Rules;

namespace RaftLog.Simulator.Tests.Rules;

/// <summary>The rules about what leaders and followers commit and tell, each with a state that breaks it.</summary>
public sealed class LeaderRulesTests
{
    /// <summary>Raft §5.4.2.</summary>
    [Test]
    public void LeaderThatCommitsAnOlderTerm_IsFound()
    {
        var rule = new CommitIsOfOwnTerm();
        string? Check(long commit, int termAtCommit) =>
            rule.Check(Voters.Group, Voters.Replica(1), new Term(4), new LogIndex(commit), new Term(termAtCommit));

        Assert.That(Check(2, 2), Is.Null, "committed before it led");
        Assert.That(Check(3, 2), Does.Contain("by counting replicas"));
        Assert.That(Check(5, 4), Is.Null);
    }

    [Test]
    public void FollowerThatHasCommittedMoreThanAnyLeader_IsFound()
    {
        var rule = new FollowersCommitBehindLeaders();
        string? Check(int broker, RaftRole role, long commit) => rule.Check(Voters.Group, Voters.Replica(broker), role, new LogIndex(commit));

        Assert.That(Check(1, RaftRole.Leader, 5), Is.Null);
        Assert.That(Check(2, RaftRole.Follower, 5), Is.Null);
        Assert.That(Check(2, RaftRole.Follower, 6), Does.Contain("no leader has more than i5"));
    }

    [Test]
    public void LeaderThatCommitsAndStepsDownInOneTurn_IsALeaderStill()
    {
        var rule = new FollowersCommitBehindLeaders();
        rule.Check(Voters.Group, Voters.Replica(1), RaftRole.Leader, new LogIndex(5));

        Assert.That(rule.Check(Voters.Group, Voters.Replica(1), RaftRole.Follower, new LogIndex(6)), Is.Null);
        Assert.That(rule.Check(Voters.Group, Voters.Replica(1), RaftRole.Follower, new LogIndex(7)), Is.Not.Null);
    }

    [Test]
    public void HighWatermarkBeyondTheCommit_IsFound()
    {
        Assert.That(HighWatermarkIsCommitted.CheckCommitted("orders-0", new Offset(7), new Offset(7)), Is.Null);
        Assert.That(HighWatermarkIsCommitted.CheckCommitted("orders-0", new Offset(8), new Offset(7)), Is.Not.Null);
    }

    [Test]
    public void NewLeaderThatTellsLessThanTheOneBefore_IsFound()
    {
        var rule = new HighWatermarkIsCommitted();
        string? Check(int term, long highWatermark) => rule.CheckLeader(Voters.Group, new Term(term), new Offset(highWatermark));

        Assert.That(Check(1, 10), Is.Null);
        Assert.That(Check(2, 9), Does.Contain("told o10 already"));
        Assert.That(Check(3, 10), Is.Null);
    }

    [Test]
    public void LeaderThatBringsDeletedRecordsBack_IsFound()
    {
        var rule = new LogStartNeverGoesBack();
        string? Check(int term, long start) => rule.Check(Voters.Group, new Term(term), new Offset(start));

        Assert.That(Check(1, 10), Is.Null);
        Assert.That(Check(3, 10), Is.Null);
        Assert.That(Check(3, 12), Is.Null);
        Assert.That(Check(1, 10), Is.Null, "It was replaced and does not know it.");
        Assert.That(Check(3, 11), Does.Contain("began at o12 already"));
        Assert.That(Check(4, 11), Does.Contain("began at o12 already"));
    }

    /// <summary>Thesis §6.2.</summary>
    [Test]
    public void LeaderThatHearsNobody_IsFoundAfterAWhile()
    {
        var now = TimeSpan.FromSeconds(10);
        var heardAt = new Dictionary<int, TimeSpan> { [2] = now, [3] = TimeSpan.Zero };
        var rule = new LeaderHearsMajority(() => now, (from, _) => heardAt[from.Value]);
        string? Turns(TimeSpan until)
        {
            string? violation = null;
            for (; now < until; now += TimeSpan.FromMilliseconds(100))
            {
                violation ??= rule.Check(Voters.Group, Voters.Configuration(1, 2, 3), Voters.Replica(1), new Term(1));
            }

            return violation;
        }

        Assert.That(Turns(TimeSpan.FromSeconds(12.5)), Is.Null);
        heardAt[3] = now;
        Assert.That(Turns(TimeSpan.FromSeconds(15)), Is.Null, "one of two others is enough");
        Assert.That(Turns(TimeSpan.FromSeconds(16)), Does.Contain("still leads"));
    }

    [Test]
    public void LeaderThatWasPaused_GetsTheTimeAgain()
    {
        var now = TimeSpan.FromSeconds(10);
        var rule = new LeaderHearsMajority(() => now, (_, _) => TimeSpan.Zero);
        rule.Check(Voters.Group, Voters.Configuration(1, 2, 3), Voters.Replica(1), new Term(1));
        now += TimeSpan.FromSeconds(6);

        Assert.That(rule.Check(Voters.Group, Voters.Configuration(1, 2, 3), Voters.Replica(1), new Term(1)), Is.Null);
    }
}
