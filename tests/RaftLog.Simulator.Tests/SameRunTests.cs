namespace RaftLog.Simulator.Tests;

/// <summary>A seed repeats its run, also within one process, and a fault that is left out does not happen.</summary>
public sealed class SameRunTests
{
    // The second is of a run that once hung on the identity hashes of objects.
    [TestCase(7)]
    [TestCase(50)]
    public void SameSeed_GivesTheSameTrace_AgainAndAgain(int seed)
    {
        var options = SimulationOptions.Of(seed, faults: TimeSpan.FromSeconds(6));

        var traces = Enumerable.Range(0, 3).Select(_ => Simulation.Run(options).TraceHash).Distinct();

        Assert.That(traces, Has.Exactly(1).Items);
    }

    [Test]
    public void FaultLeftOut_DoesNotHappen_AndTheOthersDo()
    {
        // Of kinds that happen whatever state the cluster is in.
        var options = SimulationOptions.Of(7, faults: TimeSpan.FromSeconds(10), kinds: ["slow-network", "clock-jump"]);
        int leftOut = options.Schedule.Faults[1].Number;

        var result = Simulation.Run(options with { Schedule = options.Schedule.Without([leftOut]) });

        Assert.That(result.Faults, Has.Count.EqualTo(options.Schedule.Faults.Count - 1));
        Assert.That(result.Faults.Select(line => int.Parse(line[..3], System.Globalization.CultureInfo.InvariantCulture)), Has.None.EqualTo(leftOut));
    }
}
