using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Tests;

/// <summary>What members of a group were given, and what became of their commits.</summary>
public sealed class GroupAnomalyTests
{
    private static RunBuilder FourInTheLog() =>
        new RunBuilder().Producer("p").Sent("p", 0, 4).Acknowledged("p", 0, 0, 0, 1, 2, 3).Log(0, "p:0", "p:1", "p:2", "p:3");

    [Test]
    public void MemberThatGoesOn_WhereAnotherCommitted_Passes()
    {
        CheckResult result = FourInTheLog()
            .Resumed("a", 0, -1).Member("a", 0, 0, "p:0", "p:1").Committed("a", 0, 2).Released("a", 0)
            .Resumed("b", 0, 2).Member("b", 0, 2, "p:2", "p:3").Committed("b", 0, 4)
            .Check();

        Assert.That((result.Passed, result.Commits), Is.EqualTo((true, 2)));
    }

    [Test]
    public void MemberThatReadsAgain_WhatWasNotCommitted_Passes() =>
        Assert.That(
            FourInTheLog()
                .Member("a", 0, 0, "p:0", "p:1").Committed("a", 0, 1).Member("a", 0, 2, "p:2").Released("a", 0)
                .Resumed("b", 0, 1).Member("b", 0, 1, "p:1", "p:2", "p:3").Committed("b", 0, 4)
                .Check().Passed);

    [Test]
    public void CommitBeyondARecordThatNobodyWasGiven_HasSkippedIt() =>
        Expectation.Check(
            FourInTheLog()
                .Member("a", 0, 0, "p:0").Committed("a", 0, 1).Released("a", 0)
                .Resumed("b", 0, 1).Member("b", 0, 2, "p:2", "p:3").Committed("b", 0, 4),
            AnomalyKind.Skipped,
            "offset 1");

    [Test]
    public void RecordsThatNobodyWasGiven_AndNobodyCommitted_AreNotSkipped() =>
        Assert.That(FourInTheLog().Member("a", 0, 0, "p:0").Committed("a", 0, 1).Check().Passed);

    [Test]
    public void OlderCommittedOffset_AfterANewerOneWasAcknowledged_WentBack() =>
        Expectation.Check(
            FourInTheLog().Member("a", 0, 0, "p:0", "p:1").Committed("a", 0, 1).Committed("a", 0, 2).Released("a", 0).Resumed("b", 0, 1),
            AnomalyKind.CommitWentBack,
            "told 1");

    [Test]
    public void NoCommittedOffset_AfterOneWasAcknowledged_WentBack() =>
        Expectation.Check(
            FourInTheLog().Member("a", 0, 0, "p:0", "p:1").Committed("a", 0, 2).Released("a", 0).Resumed("b", 0, -1),
            AnomalyKind.CommitWentBack,
            "told -1");

    [Test]
    public void LowerCommit_AcceptedAfterAHigherOne_WentBack() =>
        Expectation.Check(
            FourInTheLog().Member("a", 0, 0, "p:0", "p:1").Member("b", 0, 0, "p:0", "p:1").Committed("a", 0, 2).Committed("b", 0, 1),
            AnomalyKind.CommitWentBack,
            "let commit 1");

    [Test]
    public void CommittedOffsetThatNobodyCommitted_IsInvented() =>
        Expectation.Check(
            FourInTheLog().Member("a", 0, 0, "p:0", "p:1").Committed("a", 0, 2).Released("a", 0).Resumed("b", 0, 3),
            AnomalyKind.CommitInvented,
            "told 3");

    [Test]
    public void CommitThatWasRefused_MayNotShow() =>
        Expectation.Check(
            FourInTheLog().Member("a", 0, 0, "p:0", "p:1").Committed("a", 0, 1).Committed("a", 0, 2, Outcome.Failed).Resumed("b", 0, 2),
            AnomalyKind.CommitInvented,
            "told 2");

    [Test]
    public void CommitOfUnknownOutcome_MayShow_OrNot_OrLate([Values(1, 2)] int told) =>
        Assert.That(
            FourInTheLog()
                .Member("a", 0, 0, "p:0", "p:1").Committed("a", 0, 2, Outcome.Unknown).Committed("a", 0, 1).Released("a", 0).Resumed("b", 0, told)
                .Check().Passed);

    [Test]
    public void CommitThatOverlapsWithTheQuestion_MayShow_OrNot([Values(1, 2)] int told) =>
        Assert.That(
            FourInTheLog()
                .Member("a", 0, 0, "p:0", "p:1").Committed("a", 0, 1)
                .Add("a", at => new OffsetCommitted(at, at + 1_000, 0, 2, Outcome.Acknowledged))
                .Resumed("b", 0, told)
                .Check().Passed);
}
