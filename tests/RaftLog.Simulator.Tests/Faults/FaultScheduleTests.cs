using RaftLog.Simulator.Faults;

namespace RaftLog.Simulator.Tests.Faults;

/// <summary>The faults of a run are a plan that the seed alone decides.</summary>
public sealed class FaultScheduleTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Test]
    public void Schedule_IsAFunctionOfTheSeed()
    {
        var first = FaultSchedule.Draw(42, Minute, []).Faults;
        var again = FaultSchedule.Draw(42, Minute, []).Faults;
        var other = FaultSchedule.Draw(43, Minute, []).Faults;

        Assert.That(again, Is.EqualTo(first));
        Assert.That(other, Is.Not.EqualTo(first));
    }

    [Test]
    public void ShorterSchedule_IsTheBeginningOfTheLonger()
    {
        var longer = FaultSchedule.Draw(7, Minute, []).Faults;

        var shorter = FaultSchedule.Draw(7, Minute / 3, []).Faults;

        Assert.That(shorter, Is.Not.Empty.And.EqualTo(longer.Take(shorter.Count)));
    }

    [Test]
    public void Without_LeavesTheOtherFaultsAsTheyAre()
    {
        var all = FaultSchedule.Draw(7, Minute, []);

        var left = all.Without([2, 5]).Faults;

        Assert.That(left, Is.EqualTo(all.Faults.Where(fault => fault.Number is not (2 or 5))));
    }

    [Test]
    public void Only_KeepsTheFaultsWithTheirNumbers()
    {
        var left = FaultSchedule.Draw(7, Minute, []).Only([3, 9]).Faults;

        Assert.That(left.Select(fault => fault.Number), Is.EqualTo(new[] { 3, 9 }));
    }

    [Test]
    public void EveryKindOfTheMix_ComesUp()
    {
        var drawn = Enumerable.Range(1, 60).SelectMany(seed => FaultSchedule.Draw(seed, Minute, []).Faults).Select(fault => fault.Kind).Distinct();

        Assert.That(drawn, Is.EquivalentTo(FaultCatalog.Kinds.Where(kind => kind.Weight > 0).Select(kind => kind.Name)));
    }

    [Test]
    public void KindsByName_AreTheOnlyOnes()
    {
        var drawn = FaultSchedule.Draw(7, Minute, ["pause"]).Faults.Select(fault => fault.Kind).Distinct();

        Assert.That(drawn, Is.EqualTo(new[] { "pause" }));
    }
}
