namespace RaftLog.Chaos.Report;

/// <summary>One measurement.</summary>
internal readonly record struct LatencySample(long EndUs, long LatencyUs);
