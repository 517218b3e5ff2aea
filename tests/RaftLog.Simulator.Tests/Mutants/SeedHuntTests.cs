using RaftLog.Simulator.Mutants;

namespace RaftLog.Simulator.Tests.Mutants;

/// <summary>What the hunt makes of the simulator's output.</summary>
public sealed class SeedHuntTests
{
    private static readonly Mutant Mutant = new() { Name = "m", Description = "d", Edits = [] };

    [Test]
    public async Task FirstSeedThatFails_CatchesTheMutant_WithTheViolation()
    {
        var verdict = await WatchAsync("seed 1: ok, 3 brokers\nseed 2: FAILED, 3 brokers\n  step 93: a rule is broken\n  last events:\n");

        Assert.That(verdict, Is.EqualTo(new Verdict(Mutant, 2, "a rule is broken")));
    }

    [Test]
    public async Task NoSeedThatFails_LetsTheMutantSurvive()
    {
        var verdict = await WatchAsync("seed 1: ok\nseed 2: ok\n2 seeds, 0 failed\n");

        Assert.That(verdict.IsCaught, Is.False);
        Assert.That(verdict.Violation, Is.EqualTo("survived 2 seeds"));
    }

    [Test]
    public void Table_SaysWhichAreNotCaught()
    {
        string table = VerdictTable.Format([new Verdict(Mutant, 3, "one | two"), new Verdict(Mutant, null, "survived 500 seeds")]);

        Assert.That(table, Does.Contain("| `m` | d | 3 | one / two |"));
        Assert.That(table, Does.Contain("| `m` | d | **not caught** | survived 500 seeds |"));
    }

    private static Task<Verdict> WatchAsync(string output) =>
        new SeedHunt("", TimeSpan.FromMinutes(1)).WatchAsync(Mutant, new StringReader(output));
}
