using RaftLog.Simulator.Faults;

namespace RaftLog.Simulator;

/// <summary>What one run is made of.</summary>
internal sealed record SimulationOptions
{
    private const int UsualAppendBytes = 1024 * 1024;
    private const int ClustersPerOneWithTwoDisks = 3;

    /// <summary>Decides everything that chance decides.</summary>
    public required int Seed { get; init; }

    /// <summary>How many brokers.</summary>
    public required int Nodes { get; init; }

    /// <summary>How many of them, the first ones, vote in the metadata group; the others are its learners.</summary>
    public required int Controllers { get; init; }

    /// <summary>
    /// The brokers' <c>Raft:MaxAppendBytes</c>. Where it is small, an append carries less than its follower lacks, and the commit index that goes
    /// with it is ahead of that.
    /// </summary>
    public int MaxAppendBytes { get; init; } = UsualAppendBytes;

    /// <summary>Whether each broker has a second log directory, on a disk of its own that can fail alone.</summary>
    public bool HasTwoDisks { get; init; }

    /// <summary>Whether snapshots of the metadata are taken so often that a run has some; otherwise its log goes back to the first entry.</summary>
    public bool HasSnapshots { get; init; }

    /// <summary>How long faults happen, in simulated time.</summary>
    public TimeSpan Faults { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Which faults happen.</summary>
    public required FaultSchedule Schedule { get; init; }

    /// <summary>The run that a seed stands for.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="nodes">How many brokers, 3 to 7; 0 to let the seed decide, three most often.</param>
    /// <param name="faults">How long faults happen; null for the usual time.</param>
    /// <param name="kinds">The kinds of faults; empty for the mix.</param>
    public static SimulationOptions Of(
        int seed, int nodes = 0, TimeSpan? faults = null, IReadOnlyCollection<string>? kinds = null)
    {
        // All draws are made whatever is asked for, so that asking for one thing does not change the other.
        var chance = new Random(unchecked(seed * 31));
        int drawnNodes = NodesBySeed[chance.Next(NodesBySeed.Length)];
        bool hasManyControllers = chance.Next(2) == 0;
        int appendBytes = AppendBytesBySeed[chance.Next(AppendBytesBySeed.Length)];
        bool hasTwoDisks = chance.Next(ClustersPerOneWithTwoDisks) == 0;
        bool hasSnapshots = chance.Next(2) == 0;
        nodes = nodes > 0 ? nodes : drawnNodes;
        var period = faults ?? TimeSpan.FromSeconds(15);
        return new SimulationOptions
        {
            Seed = seed,
            Nodes = nodes,
            Controllers = nodes >= 5 && hasManyControllers ? 5 : 3,
            MaxAppendBytes = appendBytes,
            HasTwoDisks = hasTwoDisks,
            HasSnapshots = hasSnapshots,
            Faults = period,
            Schedule = FaultSchedule.Draw(seed, period, kinds ?? []),
        };
    }

    private static int[] NodesBySeed { get; } = [3, 3, 3, 3, 3, 4, 4, 5, 5, 5, 6, 7];

    // One byte: each entry travels alone.
    private static int[] AppendBytesBySeed { get; } = [1, 1024, UsualAppendBytes, UsualAppendBytes, UsualAppendBytes];
}
