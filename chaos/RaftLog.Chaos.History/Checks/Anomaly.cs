namespace RaftLog.Chaos.History;

/// <summary>One breach of a guarantee.</summary>
/// <param name="Kind">Of which.</param>
/// <param name="Words">What was found, with names, partitions and offsets.</param>
public sealed record Anomaly(AnomalyKind Kind, string Words);
