namespace RaftLog.Chaos.History;

/// <summary>Counts anomalies and keeps the first of each kind: a broken run may have millions.</summary>
public sealed class AnomalyLog
{
    /// <summary>How many of each kind are kept in words.</summary>
    public const int ExamplesPerKind = 20;

    private readonly long[] _counts = new long[Enum.GetValues<AnomalyKind>().Length];
    private readonly List<Anomaly> _examples = [];

    /// <summary>The first anomalies of each kind, in the order in which they were found.</summary>
    public IReadOnlyList<Anomaly> Examples => _examples;

    /// <summary>All anomalies of all kinds.</summary>
    public long Total => _counts.Sum();

    /// <summary>How many there are of a kind.</summary>
    public long Count(AnomalyKind kind) => _counts[(int)kind];

    /// <summary>Adds one.</summary>
    internal void Add(AnomalyKind kind, string words)
    {
        if (_counts[(int)kind]++ < ExamplesPerKind)
        {
            _examples.Add(new Anomaly(kind, words));
        }
    }
}
