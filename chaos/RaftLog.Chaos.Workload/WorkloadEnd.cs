namespace RaftLog.Chaos.Workload;

/// <summary>How the workers ended.</summary>
/// <param name="ReadBack">Whether all partitions could be read from beginning to end at last.</param>
/// <param name="Problems">Workers that ended before they were asked to, with an error, or not in time; empty when all is well.</param>
public sealed record WorkloadEnd(bool ReadBack, IReadOnlyList<string> Problems);
