using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Tests;

/// <summary>What producers were told against what is in the log: one broken history per anomaly, and the whole ones beside them.</summary>
public sealed class AppendAnomalyTests
{
    private static RunBuilder ThreeSent() => new RunBuilder().Producer("p").Sent("p", 0, 3);

    [Test]
    public void AcknowledgedRecords_AtTheirOffsets_Pass()
    {
        CheckResult result = ThreeSent().Acknowledged("p", 0, 0, 0, 1).Acknowledged("p", 1, 0, 2).Log(0, "p:0", "p:1").Log(1, "p:2").Check();

        Assert.That(result.Anomalies.Examples, Is.Empty);
        Assert.That((result.Passed, result.Sent, result.Acknowledged, result.InLog), Is.EqualTo((true, 3, 3, 3)));
    }

    [Test]
    public void AcknowledgedRecord_ThatIsNotInTheLog_IsLost() =>
        Expect(AnomalyKind.Lost, "p:1", ThreeSent().Acknowledged("p", 0, 0, 0, 1).Log(0, "p:0"));

    [Test]
    public void AcknowledgedRecord_WhosePlaceHasAnother_IsLost() =>
        Expect(AnomalyKind.Lost, "p:1", ThreeSent().Acknowledged("p", 0, 0, 0, 1).Log(0, "p:0", "p:2"));

    [Test]
    public void RecordAcknowledgedWithoutAnOffset_MustBeInItsPartition()
    {
        Assert.That(ThreeSent().Acknowledged("p", 0, -1, 1).Log(0, "p:0", "p:1").Check().Passed);
        Expect(AnomalyKind.Lost, "p:1", ThreeSent().Acknowledged("p", 0, -1, 1).Log(0, "p:0"));
        Expect(AnomalyKind.Moved, "p:1", ThreeSent().Acknowledged("p", 0, -1, 1).Log(0, "p:0").Log(1, "p:1"));
    }

    [Test]
    public void AcknowledgedRecord_AtAnotherOffset_HasMoved() =>
        Expect(AnomalyKind.Moved, "p:0", ThreeSent().Acknowledged("p", 0, 0, 0).Acknowledged("p", 0, 1, 1).Log(0, "p:2", "p:1", "p:0"), also: AnomalyKind.Reordered);

    [Test]
    public void RecordOfAnIdempotentProducer_InTheLogTwice_IsDuplicated() =>
        Expect(AnomalyKind.Duplicated, "p:0", ThreeSent().Acknowledged("p", 0, 0, 0, 1).Log(0, "p:0", "p:1", "p:0"));

    [Test]
    public void RecordInTwoPartitions_IsDuplicated() =>
        Expect(AnomalyKind.Duplicated, "p:0", ThreeSent().Acknowledged("p", 0, 0, 0).Log(0, "p:0").Log(1, "p:0"));

    [Test]
    public void RecordOfAPlainProducer_InTheLogTwice_IsAllowed() =>
        Assert.That(new RunBuilder().Producer("p", idempotent: false).Sent("p", 0, 2).Acknowledged("p", 0, 1, 0).Log(0, "p:0", "p:0").Check().Passed);

    [Test]
    public void RecordsOfOneProducer_TheOtherWayRoundInAPartition_AreReordered() =>
        Expect(AnomalyKind.Reordered, "p:0", ThreeSent().Acknowledged("p", 0, 0, 1, 0).Log(0, "p:1", "p:0"));

    [Test]
    public void RecordsOfOneProducer_InDifferentPartitions_HaveNoOrder() =>
        Assert.That(ThreeSent().Acknowledged("p", 0, 0, 2).Acknowledged("p", 1, 0, 0, 1).Log(0, "p:2").Log(1, "p:0", "p:1").Check().Passed);

    [Test]
    public void RecordThatWasNeverSent_IsAPhantom()
    {
        Expect(AnomalyKind.Phantom, "p:7", ThreeSent().Log(0, "p:0", "p:7"));
        Expect(AnomalyKind.Phantom, "q:0", ThreeSent().Log(0, "p:0", "q:0"));
        Expect(AnomalyKind.Phantom, "offset 1", ThreeSent().Log(0, "p:0", "damaged"));
    }

    [Test]
    public void RecordThatWasRefusedForGood_ButIsInTheLog_IsAPhantom()
    {
        Expect(AnomalyKind.Phantom, "p:1", ThreeSent().Failed("p", 1).Log(0, "p:0", "p:1"));
        Assert.That(ThreeSent().Failed("p", 1).Log(0, "p:0", "p:2").Check().Passed);
    }

    [Test]
    public void RecordOfUnknownOutcome_MayBeThereOrNot()
    {
        CheckResult result = ThreeSent().Unknown("p", 0, 1).Log(0, "p:1").Check();

        Assert.That((result.Passed, result.Unknown, result.UnknownInLog), Is.EqualTo((true, 3, 1)));
    }

    [Test]
    public void RecordOfUnknownOutcome_MayNotBeThereTwice() =>
        Expect(AnomalyKind.Duplicated, "p:1", ThreeSent().Unknown("p", 1).Log(0, "p:1", "p:1"));

    [Test]
    public void RecordOfUnknownOutcome_MayNotOvertake() =>
        Expect(AnomalyKind.Reordered, "p:0", ThreeSent().Unknown("p", 0).Acknowledged("p", 0, 0, 1).Log(0, "p:1", "p:0"));

    [Test]
    public void OffsetWithoutARecord_IsAHole() =>
        Expect(
            AnomalyKind.Hole,
            "offset 1",
            ThreeSent().Log(0, 0, 3, "p:0").Add("final", at => new RecordsRead(at, 0, 2, ["p:2"])));

    [Test]
    public void RecordBelowTheLogStart_WasTakenByRetention() =>
        Assert.That(ThreeSent().Acknowledged("p", 0, 0, 0, 1).Log(0, 1, 2, "p:1").Check().Passed);

    [Test]
    public void PartitionThatWasNotReadToItsEnd_LeavesRecordsUnverified_NotLost()
    {
        CheckResult result = ThreeSent().Acknowledged("p", 0, 0, 0, 1, 2).Log(0, 0, 3, "p:0").Check();

        Assert.That(result.Anomalies.Total, Is.Zero);
        Assert.That((result.Passed, result.Unverified, result.Missing.Count), Is.EqualTo((false, 2, 1)));
    }

    [Test]
    public void RunThatWasNotReadBack_DoesNotPass() => Assert.That(ThreeSent().Check().Passed, Is.False);

    private static void Expect(AnomalyKind kind, string words, RunBuilder run, AnomalyKind? also = null) => Expectation.Check(run, kind, words, also);
}
