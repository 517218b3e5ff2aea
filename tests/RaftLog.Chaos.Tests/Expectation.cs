using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Tests;

/// <summary>Checks that a run shows one kind of anomaly and no other.</summary>
internal static class Expectation
{
    public static void Check(RunBuilder run, AnomalyKind kind, string words, AnomalyKind? also = null)
    {
        CheckResult result = run.Check();

        Assert.That(result.Passed, Is.False);
        Assert.That(result.Anomalies.Examples.Select(anomaly => anomaly.Kind).Where(found => found != also).Distinct(), Is.EqualTo(new[] { kind }));
        Assert.That(result.Anomalies.Examples.First(anomaly => anomaly.Kind == kind).Words, Does.Contain(words));
    }
}
