namespace RaftLog.Simulator.Mutants;

/// <summary>What became of a mutant.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="Seed">The seed that caught it, which is also how many were needed; null when it survived.</param>
/// <param name="Violation">What the simulator said, or why the mutant could not be tried.</param>
internal sealed record Verdict(Mutant Mutant, int? Seed, string Violation)
{
    public bool IsCaught => Seed is not null;
}
