using System.Globalization;
using RaftLog.Chaos.Report;

namespace RaftLog.Chaos;

/// <summary>What a report says about a run beside what its histories show.</summary>
internal static class RunFacts
{
    /// <summary>Gathers it.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="options">What the command line said.</param>
    /// <param name="skipped">Workers that could not be started.</param>
    public static RunInfo Of(Scenario scenario, int seed, RunOptions options, IReadOnlyList<string> skipped) =>
        new(scenario.Name, seed, CommandOf(scenario, seed, options))
        {
            Description = scenario.Description,
            Limits = options.JudgesLimits ? LimitsOf(scenario) : new GapLimits(),
            Cluster = new Dictionary<string, string>
            {
                ["Brokers"] = Number(scenario.Brokers),
                ["Partitions"] = Number(scenario.Partitions),
                ["Replicas"] = Number(scenario.ReplicationFactor),
                ["raftlog.flush"] = scenario.Flush,
                ["Disk"] = scenario.Disk == DiskKind.Real ? "files of this machine" : "loses what was not flushed when the process dies",
                ["Between brokers"] = scenario.NeedsProxies ? "a TCP proxy for each direction of each pair" : "direct connections",
            },
            Workload = new Dictionary<string, string>
            {
                ["Producers"] = Number(scenario.Workload.Producers),
                ["Group members"] = Number(scenario.Workload.Consumers),
                ["Records per second of each producer"] = Number(scenario.Workload.RecordsPerSecond),
                ["Value bytes"] = Number(scenario.Workload.ValueBytes),
                ["Skipped workers"] = skipped.Count == 0 ? "none" : string.Join("; ", skipped),
            },
        };

    /// <summary>The command that repeats a run.</summary>
    public static string CommandOf(Scenario scenario, int seed, RunOptions options)
    {
        string command = $"make chaos SCENARIO={scenario.Name} SEED={Number(seed)}";
        command += options.Rounds is { } rounds ? $" ROUNDS={Number(rounds)}" : "";
        command += options.Duration is { } duration ? string.Create(CultureInfo.InvariantCulture, $" MINUTES={duration.TotalMinutes:0.##}") : "";
        command += options.Mebibytes is { } mebibytes ? $" MEBIBYTES={Number(mebibytes)}" : "";
        command += options.Updates is { } updates ? $" UPDATES={Number(updates)}" : "";
        command += options.Keys is { } keys ? $" KEYS={Number(keys)}" : "";
        command += options.Records is { } records ? $" RECORDS={Number(records)}" : "";
        return command;
    }

    private static GapLimits LimitsOf(Scenario scenario) => scenario.Limits is { } limits
        ? new GapLimits { MedianMs = limits.MedianGap?.TotalMilliseconds, WorstMs = limits.WorstGap?.TotalMilliseconds, P99Ratio = limits.P99Ratio }
        : new GapLimits();

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
