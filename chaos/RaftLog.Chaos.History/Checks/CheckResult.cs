namespace RaftLog.Chaos.History;

/// <summary>What the histories of a run show.</summary>
/// <param name="Anomalies">Every breach of a guarantee.</param>
/// <param name="Missing">What could not be read back at the end, so that some things are not known; empty when all was.</param>
public sealed record CheckResult(AnomalyLog Anomalies, IReadOnlyList<string> Missing)
{
    /// <summary>Records that producers handed over.</summary>
    public long Sent { get; init; }

    /// <summary>Records that were acknowledged.</summary>
    public long Acknowledged { get; init; }

    /// <summary>Records that were refused for good.</summary>
    public long Failed { get; init; }

    /// <summary>Records whose producer was not told what became of them.</summary>
    public long Unknown { get; init; }

    /// <summary>Those of them that are in the log.</summary>
    public long UnknownInLog { get; init; }

    /// <summary>Acknowledged records that could not be looked for.</summary>
    public long Unverified { get; init; }

    /// <summary>Records in the log at the end.</summary>
    public long InLog { get; init; }

    /// <summary>Records that tailing readers and members of groups were given.</summary>
    public long Read { get; init; }

    /// <summary>Replicas, over all partitions, whose files were read once the brokers were stopped.</summary>
    public int Replicas { get; init; }

    /// <summary>Their records that were compared with the log.</summary>
    public long InReplicas { get; init; }

    /// <summary>Commits of offsets that were acknowledged.</summary>
    public long Commits { get; init; }

    /// <summary>Whether everything could be looked at and no guarantee was broken.</summary>
    public bool Passed => Anomalies.Total == 0 && Missing.Count == 0 && Unverified == 0;
}
