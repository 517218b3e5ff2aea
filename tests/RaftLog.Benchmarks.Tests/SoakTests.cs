using RaftLog.Benchmarks.Results;
using RaftLog.Benchmarks.Soak;

namespace RaftLog.Benchmarks.Tests;

public sealed class SoakTests
{
    [Test]
    public void EqualMinutes_AreSteady() => Assert.That(new SoakVerdict(Minutes(12, _ => Usual)).IsSteady, Is.True);

    [Test]
    public void ATenthWorse_IsStillSteady_AndMoreIsNot()
    {
        Assert.That(new SoakVerdict(AtTheEnd(Usual with { RecordsPerSecond = 905 })).IsSteady, Is.True);
        Assert.That(new SoakVerdict(AtTheEnd(Usual with { RecordsPerSecond = 880 })).IsSteady, Is.False);
        Assert.That(new SoakVerdict(AtTheEnd(Usual with { P99Ms = 1.2 })).IsSteady, Is.False);
        Assert.That(new SoakVerdict(AtTheEnd(Usual with { MemoryMiB = 120 })).IsSteady, Is.False);
    }

    [Test]
    public void WhatGetsBetter_IsSteady() =>
        Assert.That(new SoakVerdict(AtTheEnd(Usual with { RecordsPerSecond = 2_000, P99Ms = 0.5, MemoryMiB = 50 })).IsSteady, Is.True);

    [Test]
    public void OneBadMinuteOfFive_IsNoVerdict() =>
        Assert.That(new SoakVerdict(Minutes(12, minute => minute == 10 ? Usual with { P99Ms = 100 } : Usual)).IsSteady, Is.True);

    [Test]
    public void MinutesInTheMiddle_AreNotCompared() =>
        Assert.That(new SoakVerdict(Minutes(20, minute => minute is > 5 and <= 15 ? Usual with { P99Ms = 100 } : Usual)).IsSteady, Is.True);

    [Test]
    public void AShortRun_ComparesItsHalves()
    {
        Assert.That(new SoakVerdict(Minutes(2, minute => minute == 2 ? Usual with { P99Ms = 2 } : Usual)).IsSteady, Is.False);
        Assert.That(new SoakVerdict(Minutes(1, _ => Usual)).IsSteady, Is.True);
    }

    [Test]
    public void TheMachinesOwnFigures_AreTold_AndDoNotJudge()
    {
        var verdict = new SoakVerdict(AtTheEnd(Usual with { StolenShare = 0.4, FlushP99Ms = 20 }));

        Assert.That(verdict.IsSteady, Is.True);
        Assert.That(verdict.Lines, Has.Some.Contains("% stolen: 0.00 at first, 40.00 at the end"));
        Assert.That(verdict.Lines, Has.Some.Contains("p99 ms: 0.00 at first, 20.00 at the end"));
    }

    [Test]
    public void Page_HasAVerdict_AndEachMinute()
    {
        string page = SoakReport.ToMarkdown(new SoakResult
        {
            Commit = "0123456789ab",
            Dirty = false,
            Date = new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero),
            Machine = new MachineFacts("A processor", 2, 16, "A kernel", "A disk", ".NET"),
            MaximumPerSecond = 2_000_000,
            Share = 0.7,
            Minutes = [.. Minutes(2, _ => Usual)],
        });

        Assert.That(page, Does.Contain("70 % of 2,000,000 records/s").And.Contain("0123456789ab"));
        Assert.That(page, Does.Contain("- records/s: 1,000.0 at first, 1,000.0 at the end, 0.0%: steady"));
        Assert.That(page, Does.Contain("| 2 | 1,000 | 1.0 | 100 | 10 |"));
    }

    private static SoakMinute Usual => new(1, RecordsPerSecond: 1_000, P99Ms: 1, MemoryMiB: 100, DiskMiB: 10);

    private static List<SoakMinute> AtTheEnd(SoakMinute end) => Minutes(12, minute => minute > 6 ? end : Usual);

    private static List<SoakMinute> Minutes(int count, Func<int, SoakMinute> of) => [.. Enumerable.Range(1, count).Select(minute => of(minute) with { Minute = minute })];
}
