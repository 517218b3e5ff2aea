using RaftLog.Model;
using RaftLog.Simulator.Checks.Rules;

namespace RaftLog.Simulator.Tests.Rules;

public sealed class CommittedIsDurableTests
{
    private readonly HashSet<(int Broker, long Index, int Term)> _onDisk = [];

    [SetUp]
    public void EmptyDisks() => _onDisk.Clear();

    [Test]
    public void CommitThatAMajorityHolds_IsFine()
    {
        _onDisk.Add((1, 5, 2));
        _onDisk.Add((3, 5, 2));

        Assert.That(Check(Rule(), commit: 5, term: 2), Is.Null);
    }

    [Test]
    public void CommitThatOneOfThreeHolds_IsFound()
    {
        _onDisk.Add((1, 5, 2));

        Assert.That(Check(Rule(), commit: 5, term: 2), Does.Contain("committed index i5 of t2"));
    }

    [Test]
    public void AnotherEntryAtThatIndex_DoesNotCount()
    {
        _onDisk.Add((1, 5, 2));
        _onDisk.Add((2, 5, 1));

        Assert.That(Check(Rule(), commit: 5, term: 2), Is.Not.Null);
    }

    [Test]
    public void WhatWasCheckedOnce_MayGetLostLater()
    {
        var rule = Rule();
        _onDisk.Add((1, 5, 2));
        _onDisk.Add((2, 5, 2));
        Check(rule, commit: 5, term: 2);
        _onDisk.Clear();

        Assert.That(Check(rule, commit: 5, term: 2), Is.Null);
        Assert.That(Check(rule, commit: 6, term: 2), Is.Not.Null);
    }

    private static string? Check(CommittedIsDurable rule, long commit, int term) =>
        rule.Check(Voters.Group, Voters.Configuration(1, 2, 3), Voters.Configuration(1, 2, 3), new LogIndex(commit), new Term(term));

    private CommittedIsDurable Rule() =>
        new((group, replica, index, term) => group == Voters.Group && _onDisk.Contains((replica.Broker.Value, index.Value, term.Value)));
}
