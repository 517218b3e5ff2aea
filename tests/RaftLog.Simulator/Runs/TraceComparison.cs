namespace RaftLog.Simulator.Runs;

/// <summary>Runs a seed twice and says where the second run went another way.</summary>
internal static class TraceComparison
{
    /// <summary>The difference in words; null when there is none.</summary>
    public static string? Difference(SimulationOptions options)
    {
        var first = Events(options);
        var second = Events(options);
        int at = first.Zip(second).TakeWhile(pair => pair.First == pair.Second).Count();
        return at == first.Count && at == second.Count ? null
            : $"a second run of the seed went another way at event {at}:{Environment.NewLine}"
                + $"    first  {first.ElementAtOrDefault(at) ?? "was over"}{Environment.NewLine}    second {second.ElementAtOrDefault(at) ?? "was over"}";
    }

    private static List<string> Events(SimulationOptions options)
    {
        var events = new List<string>();
        Simulation.Run(options, events.Add);
        return events;
    }
}
