namespace RaftLog.Simulator;

/// <summary>What one run is made of.</summary>
internal sealed record SimulationOptions
{
    /// <summary>Decides everything that chance decides.</summary>
    public required int Seed { get; init; }

    /// <summary>How many brokers; 3 or 5 by the seed unless said otherwise.</summary>
    public required int Nodes { get; init; }

    /// <summary>How long faults happen, in simulated time.</summary>
    public TimeSpan Faults { get; init; } = TimeSpan.FromMinutes(1);

    public static SimulationOptions Of(int seed, int nodes = 0) => new() { Seed = seed, Nodes = nodes > 0 ? nodes : (seed % 3 == 0 ? 5 : 3) };
}
