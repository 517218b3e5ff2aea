namespace RaftLog.Storage;

/// <summary>A log directory that the broker cannot use.</summary>
/// <param name="Path">Where it is, or should be.</param>
/// <param name="Reason">Why not, and what to do.</param>
public sealed record OfflineDirectory(string Path, string Reason);
