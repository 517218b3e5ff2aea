using RaftLog.Benchmarks.Compare;
using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.Tests;

public sealed class ComparisonTests
{
    private const string Row = "produce-100-1";

    [Test]
    public void LowerRate_BeyondNoise_IsWorse() =>
        Assert.That(Compare(Metric.RecordsPerSecond, [100, 101, 102], [80, 81, 82]).Verdict, Is.EqualTo(Verdict.Worse));

    [Test]
    public void LowerTime_BeyondNoise_IsBetter() =>
        Assert.That(Compare(Metric.P50Ms, [1, 1.1, 1.2], [0.5, 0.6, 0.7]).Verdict, Is.EqualTo(Verdict.Better));

    [Test]
    public void OverlappingRanges_AreTheSame_HoweverFarTheMediansAreApart() =>
        Assert.That(Compare(Metric.RecordsPerSecond, [100, 200, 210], [50, 60, 100]).Verdict, Is.EqualTo(Verdict.Same));

    [Test]
    public void SmallDifference_IsTheSame_HoweverNarrowTheRanges() =>
        Assert.That(Compare(Metric.RecordsPerSecond, [100, 100, 100], [95, 95, 95]).Verdict, Is.EqualTo(Verdict.Same));

    [Test]
    public void MetricsThatOnlyExplain_AreNotCompared() =>
        Assert.That(All(Metric.RecordsPerBatch, [100], [1]), Is.Empty);

    [Test]
    public void RowsOfOneResultOnly_AreNotCompared()
    {
        SuiteResult before = SomeResult.Of(Row, "always", Metric.P50Ms, 1);
        SuiteResult after = SomeResult.Of(Row, "interval", Metric.P50Ms, 1);

        Assert.That(new Comparison(0.1, normalised: false).Of(before, after), Is.Empty);
    }

    [Test]
    public void HalfTheRate_OnADiskOfHalfTheSpeed_IsTheSame_WhenNormalised()
    {
        SuiteResult before = SomeResult.Of(Row, "always", Metric.MegabytesPerSecond, 100, 101, 102);
        SuiteResult after = SomeResult.Of(Row, "always", Metric.MegabytesPerSecond, 50, 51, 52);
        SuiteResult slower = after with
        {
            Limits = [.. after.Limits.Select(limits => limits with { FlushedWriteMegabytesPerSecond = limits.FlushedWriteMegabytesPerSecond / 2 })],
        };

        Assert.That(new Comparison(0.1, normalised: true).Of(before, slower).Single().Verdict, Is.EqualTo(Verdict.Same));
        Assert.That(new Comparison(0.1, normalised: false).Of(before, slower).Single().Verdict, Is.EqualTo(Verdict.Worse));
    }

    [Test]
    public void Table_SaysWhatGotWorseFirst()
    {
        using var text = new StringWriter();
        ComparisonTable.Write(text, All(Metric.RecordsPerSecond, [100], [50]));

        Assert.That(text.ToString(), Does.StartWith("| Worse ").And.Contain("0.50").And.Contain("1 worse, 0 better, 0 the same"));
    }

    private static Change Compare(Metric metric, double[] before, double[] after) => All(metric, before, after).Single();

    private static IReadOnlyList<Change> All(Metric metric, double[] before, double[] after) =>
        new Comparison(0.1, normalised: false).Of(SomeResult.Of(Row, "always", metric, before), SomeResult.Of(Row, "always", metric, after));
}
