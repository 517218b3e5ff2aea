using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>Where those go on who await what a turn has decided. Each test tells on a thread of its own, which nothing else can be on.</summary>
public sealed class TurnOutcomesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Test]
    public void FewOutcomes_AreFollowedOnTheThreadThatTellsThem_TheNewestFirst()
    {
        var followed = new List<int>();

        Follower[] followers = TellOnItsOwnThread([.. Enumerable.Range(0, 8).Select(number => Batch(() => followed.Add(number)))], here: true);

        Assert.That(followers, Has.All.Matches<Follower>(follower => follower!.WentOnHere));
        Assert.That(followed, Is.EqualTo(Enumerable.Range(0, 8).Reverse()));
    }

    [Test]
    public void ManyOutcomes_AreLeftToTheThreadPool()
    {
        Follower[] followers = TellOnItsOwnThread([.. Enumerable.Range(0, 9).Select(_ => Batch())], here: true);

        Assert.That(followers, Has.None.Matches<Follower>(follower => follower!.WentOnHere));
    }

    [Test]
    public void OutcomesOfAThreadThatHasMoreToDo_AreLeftToTheThreadPool()
    {
        Follower[] followers = TellOnItsOwnThread([Batch()], here: false);

        Assert.That(followers.Single().WentOnHere, Is.False);
    }

    // Who waits for a command may stop the broker next, and wait for the very thread that told it.
    [Test]
    public void CommandsAndMarkers_AreLeftToTheThreadPool()
    {
        Follower[] followers = TellOnItsOwnThread([Command(), Marker()], here: true);

        Assert.That(followers, Has.None.Matches<Follower>(follower => follower!.WentOnHere));
    }

    [Test]
    public void OutcomeThatIsToldWhileAnotherIsFollowed_IsLeftToTheThreadPool_AndTheNextOneIsNot()
    {
        Follower inner = Batch();
        Follower outer = Batch(() => Tell([inner], here: true));
        Follower next = Batch();

        RunOnItsOwnThread(() =>
        {
            Tell([outer], here: true);
            Tell([next], here: true);
        });

        Assert.That(outer.WentOnHere, Is.True);
        Assert.That(inner.WentOnHere, Is.False);
        Assert.That(next.WentOnHere, Is.True);
    }

    private static Follower[] TellOnItsOwnThread(Follower[] followers, bool here)
    {
        RunOnItsOwnThread(() => Tell(followers, here));
        return followers;
    }

    private static void RunOnItsOwnThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        Assert.That(thread.Join(Patience), Is.True);
    }

    private static void Tell(IEnumerable<Follower> followers, bool here)
    {
        var outcomes = new TurnOutcomes();
        foreach (Follower follower in followers)
        {
            outcomes.Fail(follower.Append, AppendStatus.NotLeader, new Term(1));
        }

        TurnOutcomes.Tell(outcomes.Take(), here);
        Assert.That(outcomes.Take(), Is.Null);
    }

    private static Follower Batch(Action? next = null) => new(Begin(EntryKind.Data, marker: null), next);

    private static Follower Command() => new(Begin(EntryKind.Command, marker: null), next: null);

    private static Follower Marker() =>
        new(Begin(EntryKind.Data, new TransactionMarker(ProducerId: 1, ProducerEpoch: 0, CoordinatorEpoch: 1, Commit: true)), next: null);

    private static PendingAppend Begin(EntryKind kind, TransactionMarker? marker) =>
        PendingAppend.Begin(FrameBuffer.Rent(1), kind, AppendAcks.Majority, onlyInTerm: null, startedAt: 0, marker);

    private sealed class Follower
    {
        private readonly Task<bool> _following;

        public Follower(PendingAppend append, Action? next)
        {
            Append = append;
            _following = FollowAsync(append.Completion, next);
        }

        public PendingAppend Append { get; }

        public bool WentOnHere
        {
            get
            {
                Assert.That(_following.Wait(Patience), Is.True);
                return _following.Result;
            }
        }

        // The threads that tell are none of the pool's. Their numbers say nothing: a worker may have that of one that has ended.
        private static async Task<bool> FollowAsync(ValueTask<AppendOutcome> completion, Action? next)
        {
            AppendOutcome outcome = await completion.ConfigureAwait(false); // Not on NUnit's context.
            bool isHere = !Thread.CurrentThread.IsThreadPoolThread;
            Assert.That(outcome.Status, Is.EqualTo(AppendStatus.NotLeader));
            next?.Invoke();
            return isHere;
        }
    }
}
