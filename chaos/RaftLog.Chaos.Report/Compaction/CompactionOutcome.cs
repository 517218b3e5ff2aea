namespace RaftLog.Chaos.Report;

/// <summary>All that the report of a run over a compacted topic is written from.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Seed">The seed of the faults.</param>
/// <param name="Command">The command that repeats the run.</param>
public sealed record CompactionOutcome(string Scenario, long Seed, string Command) : KillsOutcome(Scenario, Seed, Command)
{
    /// <summary>The updates that were acknowledged, by all workers.</summary>
    public required long Updates { get; init; }

    /// <summary>The keys that were updated.</summary>
    public required long Keys { get; init; }

    /// <summary>The workers' codecs or, where some could not run, why.</summary>
    public required string Workers { get; init; }

    /// <summary>The time from the first update to the last acknowledgement.</summary>
    public required TimeSpan Writing { get; init; }

    /// <summary>The time from then on until every replica was short and changed no more.</summary>
    public required TimeSpan Settling { get; init; }

    /// <summary>The keys and values of the last updates, which is what has to be kept.</summary>
    public required long LiveBytes { get; init; }

    /// <summary>The keys and values of all updates, by the average of the last ones.</summary>
    public required long WrittenBytes { get; init; }

    /// <summary>The most that a broker's replicas took on disk while it happened.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>What each broker's replicas take on disk in the end, indexes and all.</summary>
    public required IReadOnlyDictionary<int, long> BytesOfBrokers { get; init; }

    /// <summary>How many times the live data they may be.</summary>
    public required double MaxRatio { get; init; }

    /// <summary>Keys whose last value somebody does not have, each in words.</summary>
    public required IReadOnlyList<string> Differences { get; init; }

    /// <summary>Files that are damaged, out of order or left over, each in words.</summary>
    public required IReadOnlyList<string> Strays { get; init; }

    /// <summary>The largest of the brokers' replicas over the live data.</summary>
    public double Ratio => LiveBytes == 0 || BytesOfBrokers.Count == 0 ? 0 : (double)BytesOfBrokers.Values.Max() / LiveBytes;
}
