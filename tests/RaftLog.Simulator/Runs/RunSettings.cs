namespace RaftLog.Simulator.Runs;

/// <summary>What the command line asks for.</summary>
internal sealed record RunSettings
{
    /// <summary>The first seed; from each the next is <see cref="Stride"/> away.</summary>
    public int First { get; init; } = 1;

    public int Seeds { get; init; } = 20;

    public int Stride { get; init; } = 1;

    /// <summary>Begins no seed after this time, instead of counting seeds; null to count.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>How long faults happen in each seed, in simulated time; null for the usual time.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>How many brokers; 0 to let each seed decide.</summary>
    public int Nodes { get; init; }

    /// <summary>Which kinds of faults happen; empty for the mix.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>The numbers of the only faults that happen; null for all.</summary>
    public IReadOnlyList<int>? Only { get; init; }

    /// <summary>The numbers of the faults that do not happen.</summary>
    public IReadOnlyList<int> Without { get; init; } = [];

    /// <summary>Prints every event.</summary>
    public bool IsTraced { get; init; }

    /// <summary>Runs each seed twice and compares the traces.</summary>
    public bool ChecksTwice { get; init; }

    /// <summary>Looks for the smallest schedule that still fails.</summary>
    public bool Shrinks { get; init; } = true;

    /// <summary>How many processes share the work.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Whether another process shows what comes out.</summary>
    public bool IsWorker { get; init; }

    public bool WantsHelp { get; init; }

    /// <summary>The run of one seed.</summary>
    public SimulationOptions OptionsOf(int seed)
    {
        var options = SimulationOptions.Of(seed, Nodes, Period, Kinds);
        var schedule = Only is null ? options.Schedule : options.Schedule.Only(Only);
        return options with { Schedule = schedule.Without(Without) };
    }
}
