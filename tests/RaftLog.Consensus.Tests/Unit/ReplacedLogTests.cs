using RaftLog.Consensus.Tests.Harness;
using RaftLog.Model;

namespace RaftLog.Consensus.Tests.Unit;

/// <summary>A follower whose host has put the committed beginning of the leader's log in place of its own. The follower is broker 1.</summary>
public sealed class ReplacedLogTests
{
    private readonly TestLogBuilder _log = new TestLogBuilder().Add(term: 1).Add(term: 1).Add(term: 2);

    [Test]
    public void Follower_TakesOverTheLog_AndAcknowledgesAllOfIt()
    {
        var core = Core();
        core.Step(Heartbeat(term: 5));
        core.HardStatePersisted(core.Term, core.Vote);
        _log.Turn(core);

        core.RestoreLog(Replacement(first: 4, last: 9, precedingTerm: 2, (3, 4), (5, 7)));

        Assert.That((core.FirstIndex.Value, core.LastIndex.Value, core.CommitIndex.Value, core.PersistedIndex.Value), Is.EqualTo((4L, 9L, 9L, 9L)));
        Assert.That((core.TermAt(new LogIndex(3)), core.TermAt(new LogIndex(6)), core.TermAt(new LogIndex(9))), Is.EqualTo((new Term(2), new Term(3), new Term(5))));
        var answer = _log.Turn(core).Messages.Single(message => message.Kind == RaftMessageKind.AppendResponse);
        Assert.That((answer.Reject, answer.Index.Value), Is.EqualTo((false, 9L)));
    }

    [Test]
    public void Follower_TakesTheTermOfTheLog_WhenThatIsLaterThanItsOwn()
    {
        var core = Core();

        core.RestoreLog(Replacement(first: 1, last: 9, precedingTerm: 0, (1, 1), (7, 6)));

        Assert.That(core.Term, Is.EqualTo(new Term(7)));
        Assert.That(core.IsHardStatePersisted, Is.False);
    }

    [Test]
    public void Follower_KnowsTheConfigurations_OfTheLogThatItTookOver()
    {
        var core = Core();
        var later = new GroupConfiguration([TestCluster.Id(1), TestCluster.Id(2)]);
        var log = Replacement(first: 4, last: 9, precedingTerm: 2, (3, 4));

        core.RestoreLog(new RaftLogState
        {
            FirstIndex = log.FirstIndex,
            LastIndex = log.LastIndex,
            PrecedingTerm = log.PrecedingTerm,
            TermStarts = log.TermStarts,
            Configurations = [.. log.Configurations, new ConfigurationEntry(new LogIndex(6), later)],
        });

        Assert.That(core.Configuration, Is.SameAs(later));
        Assert.That(core.ConfigurationAt(new LogIndex(5)).Voters, Has.Length.EqualTo(3));
    }

    [Test]
    public void Follower_NeedsNoLog_ThatEndsWithAnEntryItHas()
    {
        var core = Core();

        Assert.That(core.NeedsSnapshot(new LogIndex(3), new Term(2)), Is.False);
        Assert.That(core.NeedsSnapshot(new LogIndex(3), new Term(3)), Is.True, "Its own entry there is another one.");
        Assert.That(
            () => core.RestoreLog(Replacement(first: 1, last: 3, precedingTerm: 0, (1, 1), (2, 3))),
            Throws.InstanceOf<InvariantViolationException>());
    }

    [Test]
    public void Follower_NeverGivesUp_WhatItKnowsToBeCommitted()
    {
        var core = Core();
        core.Step(Commit(index: 3));

        Assert.That(core.NeedsSnapshot(new LogIndex(2), new Term(2)), Is.False);
        Assert.That(
            () => core.RestoreLog(Replacement(first: 1, last: 2, precedingTerm: 0, (2, 1))), Throws.InstanceOf<InvariantViolationException>());
    }

    [Test]
    public void Follower_MayGetBackWhatItDropped_IfTheLeaderHasItStill()
    {
        var core = Core();
        core.Step(Commit(index: 3));
        core.LogCompacted(new LogIndex(3));
        var before = RaftInvariants.Check(core, null);

        core.RestoreLog(Replacement(first: 1, last: 9, precedingTerm: 0, (1, 1), (2, 3)));

        Assert.That(() => RaftInvariants.Check(core, before), Throws.Nothing);
        Assert.That(core.FirstIndex.Value, Is.EqualTo(1));
    }

    private static RaftMessage Heartbeat(int term) => new()
    {
        Kind = RaftMessageKind.HeartbeatRequest,
        From = TestCluster.Id(2),
        To = TestCluster.Id(1),
        Term = new Term(term),
    };

    private static RaftMessage Commit(long index) => new()
    {
        Kind = RaftMessageKind.AppendRequest,
        From = TestCluster.Id(2),
        To = TestCluster.Id(1),
        Term = new Term(3),
        Index = new LogIndex(index),
        LogTerm = new Term(2),
        LastIndex = new LogIndex(index),
        Commit = new LogIndex(index),
    };

    private static RaftLogState Replacement(long first, long last, int precedingTerm, params (int Term, long First)[] starts) => new()
    {
        FirstIndex = new LogIndex(first),
        LastIndex = new LogIndex(last),
        PrecedingTerm = new Term(precedingTerm),
        TermStarts = [.. starts.Select(start => new TermStart(new Term(start.Term), new LogIndex(start.First)))],
        Configurations = [new ConfigurationEntry(new LogIndex(first - 1), Members)],
    };

    private static GroupConfiguration Members { get; } = new([TestCluster.Id(1), TestCluster.Id(2), TestCluster.Id(3)]);

    private RaftCore Core() => _log.ToCore(TestCluster.Id(1), Members);
}
