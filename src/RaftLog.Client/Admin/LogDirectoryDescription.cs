namespace RaftLog.Client;

/// <summary>A log directory of a broker.</summary>
/// <param name="Path">Where it is, on the broker's machine.</param>
/// <param name="IsOffline">Whether the broker cannot use it: missing since its start, or failing.</param>
/// <param name="Replicas">How many replicas are open in it.</param>
/// <param name="Bytes">The size of their segments.</param>
/// <param name="TotalBytes">The size of the volume that it is on; null when unknown.</param>
/// <param name="UsableBytes">What can still be written to it; null when unknown.</param>
public sealed record LogDirectoryDescription(string Path, bool IsOffline, int Replicas, long Bytes, long? TotalBytes, long? UsableBytes);
