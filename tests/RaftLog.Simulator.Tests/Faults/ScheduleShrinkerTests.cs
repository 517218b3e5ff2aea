using RaftLog.Simulator.Faults;

namespace RaftLog.Simulator.Tests.Faults;

/// <summary>Of a schedule that fails, what does not matter is left out.</summary>
public sealed class ScheduleShrinkerTests
{
    private static readonly SimulationOptions Options = SimulationOptions.Of(11, faults: TimeSpan.FromMinutes(1));

    [Test]
    public void Shrinker_FindsTheOneFaultThatIsNeeded()
    {
        var (least, _) = Shrink(candidate => Numbers(candidate).Contains(6));

        Assert.That(Numbers(least), Is.EqualTo(new[] { 6 }));
    }

    [Test]
    public void Shrinker_FindsTwoFaultsThatNeedEachOther()
    {
        var (least, _) = Shrink(candidate => Numbers(candidate).Contains(3) && Numbers(candidate).Contains(14));

        Assert.That(Numbers(least), Is.EqualTo(new[] { 3, 14 }));
    }

    [Test]
    public void Shrinker_LeavesOutEverything_WhenNoFaultIsNeeded()
    {
        var (least, _) = Shrink(_ => true);

        Assert.That(Numbers(least), Is.Empty);
    }

    [Test]
    public void Shrinker_ShortensTheTime()
    {
        var (least, _) = Shrink(candidate => candidate.Faults > TimeSpan.FromSeconds(10));

        Assert.That(least.Faults, Is.LessThan(TimeSpan.FromSeconds(16)));
    }

    [Test]
    public void Shrinker_TakesNoOtherFailureForTheSame()
    {
        var (least, result) = new ScheduleShrinker(
            candidate => Result(candidate, Numbers(candidate).Contains(6) ? "a record of partition 3 is lost" : "no leader"), 100, TimeSpan.FromMinutes(1))
            .Shrink(Options, Result(Options, "a record of partition 1 is lost"));

        Assert.That(Numbers(least), Is.EqualTo(new[] { 6 }));
        Assert.That(result.Failure, Does.StartWith("a record of partition"));
    }

    [Test]
    public void Shrinker_StopsAfterTheRunsItWasGiven()
    {
        var shrinker = new ScheduleShrinker(candidate => Result(candidate, null), 5, TimeSpan.FromMinutes(1));

        shrinker.Shrink(Options, Result(Options, "fails"));

        Assert.That(shrinker.Runs, Is.LessThanOrEqualTo(5));
    }

    private static (SimulationOptions Options, SimulationResult Result) Shrink(Func<SimulationOptions, bool> fails) =>
        new ScheduleShrinker(candidate => Result(candidate, fails(candidate) ? "fails" : null), 200, TimeSpan.FromMinutes(1))
            .Shrink(Options, Result(Options, "fails"));

    private static IEnumerable<int> Numbers(SimulationOptions options) => options.Schedule.Faults.Select(fault => fault.Number);

    private static SimulationResult Result(SimulationOptions options, string? failure) =>
        new(options.Seed, options.Nodes, failure, 0, 0, TimeSpan.FromMinutes(2), 0, 0, 0, "", [], []);
}
