using RaftLog.Benchmarks.EndToEnd;
using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.Tests;

public sealed class ResultTests
{
    [Test]
    public void Result_IsTheSame_AfterItWasSaved()
    {
        SuiteResult result = SomeResult.Of("produce-100-1", "always", Metric.RecordsPerSecond, 1.5, 2.5);

        string json = ResultFile.ToJson(result);
        SuiteResult read = ResultFile.Parse(json, "file");

        Assert.That(ResultFile.ToJson(read), Is.EqualTo(json));
        Assert.That(read.Find("produce-100-1", "always")!.Of(Metric.RecordsPerSecond.Key), Is.EqualTo(new Spread(2, 1.5, 2.5)));
    }

    [Test]
    public void ResultOfAnotherSchema_IsRefused()
    {
        string json = ResultFile.ToJson(SomeResult.Of("idle-500", "always", Metric.IdlePercent, 1) with { Schema = SuiteResult.CurrentSchema + 1 });

        Assert.That(() => ResultFile.Parse(json, "file"), Throws.TypeOf<BenchmarkException>().With.Message.Contains("schema"));
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("[1]")]
    public void WhatIsNoResult_IsRefused(string json) => Assert.That(() => ResultFile.Parse(json, "file"), Throws.TypeOf<BenchmarkException>());

    [TestCase("produce-100-1", "always", 100)]
    [TestCase("produce-100-1", "interval", 300)]
    [TestCase("read-1024-1", "interval", 2_000)]
    public void RatesAreBound_ByTheSlowestPartOfTheMachine(string row, string flush, double limit)
    {
        SuiteResult result = SomeResult.Of(row, flush, Metric.MegabytesPerSecond, 50);

        Assert.That(Binding.Of(row, flush)!.Ratio(result.Rows[0], result)!.Value.Median, Is.EqualTo(50 / limit).Within(1e-9));
    }

    [Test]
    public void TimesAreBound_ByRoundTripsAndOneFlush()
    {
        SuiteResult result = SomeResult.Of("one-at-a-time", "always", Metric.P50Ms, 0.44);

        Assert.That(Binding.Of("one-at-a-time", "always")!.Ratio(result.Rows[0], result)!.Value.Median, Is.EqualTo(2).Within(1e-9));
        Assert.That(Binding.Of("failover", "always"), Is.Null);
    }

    [Test]
    public void Page_ShowsPeersTargetsAndLimits_BesideOurs()
    {
        using var page = new StringWriter();
        new MarkdownReport(SomeResult.Of("produce-1024-12", "interval", Metric.MegabytesPerSecond, 150, 140, 160), page).Write();

        Assert.That(page.ToString(), Does.Contain("| some work | MB/s | 41 | 66 | 150.0 [140.0..160.0] ✓ | 132.0 | 0.50 |"));
        Assert.That(page.ToString(), Does.Contain("0123456789ab").And.Contain("A processor"));
    }

    [Test]
    public void EveryRowOfPeers_IsARowOfTheSuite() =>
        Assert.That(Peers.All.Select(peers => peers.Row).Distinct(), Is.SubsetOf(SuiteRows.All.Select(row => row.Name)));

    [Test]
    public void Report_ReplacesWhatStandsBetweenTheMarks_AndNothingElse()
    {
        string page = $"before\n{ReportPage.Begin}\nold\n{ReportPage.End}\nafter\n";

        Assert.That(ReportPage.Replace(page, "new\n", "page"), Is.EqualTo($"before\n{ReportPage.Begin}\n\nnew\n\n{ReportPage.End}\nafter\n"));
        Assert.That(() => ReportPage.Replace("no marks", "new", "page"), Throws.TypeOf<BenchmarkException>());
    }
}
