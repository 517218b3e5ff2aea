using RaftLog.Consensus.Tests.Harness;
using RaftLog.Model;

namespace RaftLog.Consensus.Tests.Unit;

/// <summary>A follower's side of Raft §5.3, step by step. The follower is broker 1, the leader of term 3 is broker 2.</summary>
public sealed class FollowerTests
{
    private readonly TestLogBuilder _log = new TestLogBuilder().Add(term: 1).Add(term: 1).Add(term: 2).Add(term: 2);

    [Test]
    public void Follower_RefusesAppend_BehindAnEntryItDoesNotHave()
    {
        var answer = Answer(Append(previous: 9, previousTerm: 3, commit: 0));

        Assert.That((answer.Reject, answer.Index.Value, answer.LastIndex.Value, answer.LogTerm.Value), Is.EqualTo((true, 9L, 4L, 2)));
    }

    /// <summary>Raft §5.3, end: the whole of term 2 is skipped at once.</summary>
    [Test]
    public void Follower_HintsAtTheLastEntryOfAnEarlierTerm_WhenTheTermsDiffer()
    {
        var answer = Answer(Append(previous: 4, previousTerm: 1, commit: 0));

        Assert.That((answer.Reject, answer.LastIndex.Value, answer.LogTerm.Value), Is.EqualTo((true, 2L, 1)));
    }

    [Test]
    public void Follower_TruncatesWhatConflicts_AndKeepsWhatDoesNot()
    {
        var core = Core();
        core.Step(Append(previous: 1, previousTerm: 1, commit: 0, 1, 3));

        var append = Collect(core).Appends.Single();

        Assert.Multiple(() =>
        {
            Assert.That(append.TruncateFrom, Is.EqualTo(new LogIndex(3)));
            Assert.That((append.First.Value, append.Last.Value), Is.EqualTo((3L, 3L)));
            Assert.That((append.SkippedEntries, append.SkippedBytes), Is.EqualTo((1, 10L)));
            Assert.That(append.Entries.Length, Is.EqualTo(1));
        });
    }

    [Test]
    public void Follower_TruncatesNothing_WhenAnAppendComesAgain()
    {
        var core = Core();
        core.Step(Append(previous: 4, previousTerm: 2, commit: 0, 3, 3));
        Collect(core);

        core.Step(Append(previous: 1, previousTerm: 1, commit: 0, 1, 2));

        Assert.That(Collect(core).Appends, Is.Empty);
        Assert.That(core.LastIndex, Is.EqualTo(new LogIndex(6)));
    }

    [Test]
    public void Follower_CommitsNoFurtherThanItHasVerified()
    {
        var core = Core();

        core.Step(Append(previous: 2, previousTerm: 1, commit: 4));

        Assert.That(core.CommitIndex, Is.EqualTo(new LogIndex(2)));
    }

    [Test]
    public void Follower_CommitsNothing_OnAHeartbeatOfALeaderItHasNotComparedWith()
    {
        var core = Core();

        core.Step(Append(previous: 0, previousTerm: 0, commit: 4) with { Kind = RaftMessageKind.HeartbeatRequest });

        Assert.That(core.CommitIndex, Is.EqualTo(LogIndex.Zero));
    }

    [Test]
    public void Follower_AcknowledgesWhatIsFlushed_NotWhatIsWritten()
    {
        var core = Core();
        core.Step(Append(previous: 4, previousTerm: 2, commit: 0, 3));
        core.HardStatePersisted(core.Term, core.Vote);
        Assert.That(Collect(core).Messages, Is.Empty);

        core.EntriesPersisted(new LogIndex(5), new Term(3));

        Assert.That(Collect(core).Messages.Single().Index, Is.EqualTo(new LogIndex(5)));
    }

    [Test]
    public void Follower_IgnoresFlush_OfAnEntryThatWasTruncatedSince()
    {
        var core = Core();
        core.Step(Append(previous: 2, previousTerm: 1, commit: 0, 3, 3));
        Collect(core);

        core.EntriesPersisted(new LogIndex(4), new Term(2));

        Assert.That(core.PersistedIndex, Is.EqualTo(new LogIndex(2)));
    }

    [Test]
    public void Follower_Stops_WhenTheLeaderOfItsTermContradictsWhatIsCommitted()
    {
        var core = Core();
        core.Step(Append(previous: 4, previousTerm: 2, commit: 4));

        Assert.That(
            () => core.Step(Append(previous: 2, previousTerm: 1, commit: 4, 3)),
            Throws.InstanceOf<InvariantViolationException>());
    }

    [Test]
    public void Follower_IgnoresAppend_OfAnEarlierTerm_ThatContradictsWhatIsCommitted()
    {
        var core = Core();
        core.Step(Append(previous: 4, previousTerm: 2, commit: 4));

        core.Step(Append(previous: 2, previousTerm: 1, commit: 4, 2) with { Term = new Term(2) });

        Assert.That(core.LastIndex, Is.EqualTo(new LogIndex(4)));
    }

    [Test]
    public void Follower_IgnoresSecondLeaderOfATerm()
    {
        var core = Core();
        core.Step(Append(previous: 4, previousTerm: 2, commit: 0));

        core.Step(Append(previous: 4, previousTerm: 2, commit: 0, 3) with { From = TestCluster.Id(3) });

        Assert.That((core.Leader, core.LastIndex.Value), Is.EqualTo((TestCluster.Id(2), 4L)));
    }

    [Test]
    public void Follower_DropsMessage_MeantForAnotherDirectoryOfItsBroker()
    {
        var core = Core();

        core.Step(Append(previous: 4, previousTerm: 2, commit: 0) with { To = new ReplicaId(new BrokerId(1), new DirectoryId(77)) });

        Assert.That(core.Leader.IsSome, Is.False);
    }

    [Test]
    public void Follower_GoesBackToTheOlderConfiguration_WhenItsEntryIsTruncated()
    {
        var core = Core();
        var changed = TestCluster.Voters(1, 2, 3, 4);
        core.Step(Append(previous: 4, previousTerm: 2, commit: 0, 3) with
        {
            Entries = new[] { new EntryDescriptor(new Term(3), EntryKind.Configuration, 10, changed) },
        });
        Assert.That(core.Configuration, Is.EqualTo(changed));

        core.Step(Append(previous: 4, previousTerm: 2, commit: 0, 4) with { Term = new Term(4), From = TestCluster.Id(3) });

        Assert.That(core.Configuration, Is.EqualTo(TestCluster.Voters(1, 2, 3)));
    }

    private RaftCore Core() => _log.ToCore(TestCluster.Id(1), TestCluster.Voters(1, 2, 3));

    private Ready Collect(RaftCore core) => _log.Turn(core);

    private RaftMessage Answer(RaftMessage message)
    {
        var core = Core();
        core.Step(message);
        Collect(core);
        core.HardStatePersisted(core.Term, core.Vote);
        return Collect(core).Messages.Single();
    }

    private static RaftMessage Append(int previous, int previousTerm, int commit, params int[] terms) => new()
    {
        Kind = RaftMessageKind.AppendRequest,
        From = TestCluster.Id(2),
        To = TestCluster.Id(1),
        Term = new Term(3),
        Index = new LogIndex(previous),
        LogTerm = new Term(previousTerm),
        LastIndex = new LogIndex(previous + terms.Length),
        Commit = new LogIndex(commit),
        Entries = terms.Select(term => new EntryDescriptor(new Term(term), EntryKind.Data, 10)).ToArray(),
    };
}
