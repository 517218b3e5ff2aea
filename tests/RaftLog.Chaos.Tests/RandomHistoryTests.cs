using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Tests;

/// <summary>Random whole histories pass; the same histories with a single change made to them do not.</summary>
public sealed class RandomHistoryTests
{
    [Test]
    public void WholeHistory_WithUnknownOutcomes_Passes([Range(1, 40)] int seed)
    {
        CheckResult result = new RandomRun(seed).Check();

        Assert.That(result.Anomalies.Examples, Is.Empty);
        Assert.That(result.Passed, Is.True);
    }

    [Test]
    public void RecordTakenOutOfTheLog_IsFound([Range(1, 20)] int seed)
    {
        var run = new RandomRun(seed);
        (int partition, int offset) = run.Acknowledged();
        run.Log[partition].RemoveAt(offset);

        ExpectAny(run, AnomalyKind.Lost);
    }

    [Test]
    public void RecordPutIntoTheLogAgain_IsFound([Range(1, 20)] int seed)
    {
        var run = new RandomRun(seed);
        (int partition, int offset) = run.Acknowledged();
        run.Log[partition].Add(run.Log[partition][offset]);

        ExpectAny(run, AnomalyKind.Duplicated);
    }

    [Test]
    public void RecordsOfOneProducerExchanged_AreFound([Range(1, 20)] int seed)
    {
        var run = new RandomRun(seed);
        (int partition, int first, int second) = run.TwoOfOneProducer();
        List<string> log = run.Log[partition];
        (log[first], log[second]) = (log[second], log[first]);

        ExpectAny(run, AnomalyKind.Reordered);
    }

    [Test]
    public void RecordThatNobodySent_IsFound([Range(1, 20)] int seed)
    {
        var run = new RandomRun(seed);
        run.Log[0].Add("p0:999999");

        ExpectAny(run, AnomalyKind.Phantom);
    }

    [Test]
    public void ReaderThatSawAnotherRecord_IsFound([Range(1, 20)] int seed)
    {
        var run = new RandomRun(seed);
        (int partition, int offset) = run.Acknowledged();
        run.Seen[partition][offset] = run.Seen[partition][offset] + "9999";

        ExpectAny(run, AnomalyKind.ReadUncommitted);
    }

    private static void ExpectAny(RandomRun run, AnomalyKind kind)
    {
        CheckResult result = run.Check();

        Assert.That(result.Passed, Is.False);
        Assert.That(result.Anomalies.Count(kind), Is.Positive, () => string.Join('\n', result.Anomalies.Examples));
    }
}
