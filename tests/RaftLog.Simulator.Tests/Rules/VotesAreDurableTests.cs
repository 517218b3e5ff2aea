using RaftLog.Model;
using RaftLog.Simulator.Checks.Rules;
using RaftLog.Storage;

namespace RaftLog.Simulator.Tests.Rules;

public sealed class VotesAreDurableTests
{
    private readonly Dictionary<int, StoredHardState> _onDisk = [];
    private readonly HashSet<int> _forgotten = [];

    [SetUp]
    public void EmptyDisks()
    {
        _onDisk.Clear();
        _forgotten.Clear();
    }

    [Test]
    public void StateThatIsOnDisk_MayBeSpokenFor()
    {
        _onDisk[1] = State(3, votedFor: 2);

        Assert.That(Rule().CheckOwn(Voters.Group, Voters.Replica(1), new Term(3), Voters.Replica(2)), Is.Null);
    }

    [Test]
    public void VoteThatIsNotOnDisk_IsFound()
    {
        _onDisk[1] = new StoredHardState(new Term(3), ReplicaId.None);

        Assert.That(Rule().CheckOwn(Voters.Group, Voters.Replica(1), new Term(3), Voters.Replica(2)), Does.Contain("speaks for t3"));
    }

    [Test]
    public void TermThatIsNotOnDisk_IsFound()
    {
        Assert.That(Rule().CheckOwn(Voters.Group, Voters.Replica(1), new Term(1), ReplicaId.None), Is.Not.Null);
        Assert.That(Rule().CheckOwn(Voters.Group, Voters.Replica(1), Term.Zero, ReplicaId.None), Is.Null);
    }

    [Test]
    public void LeaderByVotesOnAMajoritysDisks_IsFine()
    {
        _onDisk[1] = State(3, votedFor: 1);
        _onDisk[2] = State(4, votedFor: 3);

        Assert.That(Elect(), Is.Null, "who has gone on to a later term will not vote in this one either");
    }

    [Test]
    public void LeaderByAVoteThatAPowerLossTakesBack_IsFound()
    {
        _onDisk[1] = State(3, votedFor: 1);
        _onDisk[2] = new StoredHardState(new Term(3), ReplicaId.None);
        _onDisk[3] = State(2, votedFor: 1);

        Assert.That(Elect(), Does.Contain("leads t3"));
    }

    [Test]
    public void ReplicaThatWasDeleted_IsBoundByNothing()
    {
        _onDisk[1] = State(3, votedFor: 1);
        _forgotten.Add(2);

        Assert.That(Elect(), Is.Null);
    }

    private static StoredHardState State(int term, int votedFor) => new(new Term(term), Voters.Replica(votedFor));

    private string? Elect() => Rule().CheckElection(Voters.Group, Voters.Configuration(1, 2, 3), Voters.Replica(1), new Term(3));

    private VotesAreDurable Rule() => new(
        (_, broker) => _onDisk.TryGetValue(broker.Value, out var state) ? state : null,
        (_, broker) => _forgotten.Contains(broker.Value));
}
