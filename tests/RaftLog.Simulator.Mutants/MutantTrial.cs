namespace RaftLog.Simulator.Mutants;

/// <summary>
/// Looks for the seed that catches a mutant. A seed that fails without the mutant as well says nothing about it, and is passed over: it is a
/// defect of its own, to be reproduced by <c>make sim</c>.
/// </summary>
internal sealed class MutantTrial(SeedHunt mutated, SeedHunt unchanged)
{
    public async Task<Verdict> RunAsync(Mutant mutant, int seeds)
    {
        for (int first = 1; first <= seeds;)
        {
            var verdict = await mutated.RunAsync(mutant, first, seeds);
            if (verdict.Seed is not { } seed || !(await unchanged.RunAsync(mutant, seed, seed)).IsCaught)
            {
                return verdict;
            }

            Console.WriteLine($"{mutant.Name}: seed {seed} fails without the mutant as well");
            first = seed + 1;
        }

        return new Verdict(mutant, null, $"survived {seeds} seeds");
    }
}
