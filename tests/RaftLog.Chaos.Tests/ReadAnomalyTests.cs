using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Tests;

/// <summary>What readers and replicas have against what is in the log.</summary>
public sealed class ReadAnomalyTests
{
    private static RunBuilder ThreeInTheLog() =>
        new RunBuilder().Producer("p").Sent("p", 0, 4).Acknowledged("p", 0, 0, 0, 1, 2).Log(0, "p:0", "p:1", "p:2");

    [Test]
    public void Reader_OfWhatIsInTheLog_Passes()
    {
        CheckResult result = ThreeInTheLog().Tail("t", 0, 1, "p:1").Tail("t", 0, 2, "p:2").Check();

        Assert.That((result.Passed, result.Read), Is.EqualTo((true, 2)));
    }

    [Test]
    public void Reader_OfAnotherRecordAtAnOffset_Diverges() =>
        Expectation.Check(ThreeInTheLog().Tail("t", 0, 1, "p:2"), AnomalyKind.Diverging, "p:2");

    [Test]
    public void TwoReadBacks_ThatDisagree_Diverge() =>
        Expectation.Check(
            ThreeInTheLog().Add("final", at => new RecordsRead(at, 0, 1, ["p:3"])), AnomalyKind.Diverging, "p:1");

    [Test]
    public void RecordThatWasReadBeyondTheEndOfTheLog_WasNotCommitted() =>
        Expectation.Check(ThreeInTheLog().Tail("t", 0, 2, "p:2", "p:3"), AnomalyKind.ReadUncommitted, "p:3");

    [Test]
    public void RecordThatWasReadAndThenReplaced_WasNotCommitted() =>
        Expectation.Check(ThreeInTheLog().Tail("t", 0, 1, "p:3"), AnomalyKind.ReadUncommitted, "p:3");

    [Test]
    public void Reader_ThatJumpsAhead_HasSkipped() =>
        Expectation.Check(ThreeInTheLog().Tail("t", 0, 0, "p:0").Tail("t", 0, 2, "p:2"), AnomalyKind.Skipped, "ahead");

    [Test]
    public void Reader_ThatJumpsBack_IsFound() =>
        Expectation.Check(ThreeInTheLog().Tail("t", 0, 1, "p:1").Tail("t", 0, 1, "p:1"), AnomalyKind.Skipped, "back");

    [Test]
    public void Reader_ThatWasStartedAgain_MayBeginElsewhere() =>
        Assert.That(
            ThreeInTheLog().Tail("t", 0, 0, "p:0").Add("t", at => new WorkerStarted(at, "t", WorkerRole.Tail, "test")).Tail("t", 0, 2, "p:2").Check().Passed);

    [Test]
    public void Replica_WithAnotherRecordAtAnOffset_Diverges() =>
        Expectation.Check(ThreeInTheLog().Replica("r", 0, 0, "p:0", "p:3"), AnomalyKind.Diverging, "r has p:3");

    [Test]
    public void Replica_MayEndWithWhatWasNeverCommitted() =>
        Assert.That(ThreeInTheLog().Replica("r", 0, 2, "p:2", "p:3").Check().Passed);

    [Test]
    public void ReadBeyondAnIncompleteReadBack_ProvesNothing()
    {
        CheckResult result = new RunBuilder().Producer("p").Sent("p", 0, 2).Log(0, 0, 2, "p:0").Tail("t", 0, 1, "p:1").Check();

        Assert.That(result.Anomalies.Total, Is.Zero);
    }
}
