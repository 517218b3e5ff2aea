using System.Text.RegularExpressions;

namespace RaftLog.Simulator.Tests;

/// <summary>Some seeds, always the same, so that every build is tried; fresh ones are for <c>make sim</c>.</summary>
public sealed partial class FixedSeedTests
{
    [Test]
    public async Task FixedSeeds_HoldAllInvariants()
    {
        var (exitCode, output) = await SimulatorProgram.RunAsync("--seeds", "10", "--seconds", "8");

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("10 seeds, 0 failed"));
    }

    [Test]
    public async Task SameSeed_GivesTheSameTrace_InAnotherProcess()
    {
        var first = await SimulatorProgram.RunAsync("--seed", "7", "--seconds", "8");
        var second = await SimulatorProgram.RunAsync("--seed", "7", "--seconds", "8");

        Assert.That(TraceHash().IsMatch(first.Output), Is.True, first.Output);
        Assert.That(TraceHash().Match(second.Output).Value, Is.EqualTo(TraceHash().Match(first.Output).Value));
    }

    [GeneratedRegex("trace [0-9a-f]{16}")]
    private static partial Regex TraceHash();
}
