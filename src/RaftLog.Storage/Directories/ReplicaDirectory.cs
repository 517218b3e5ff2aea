namespace RaftLog.Storage;

/// <summary>A replica directory found in a data directory.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Manifest">What it holds.</param>
public sealed record ReplicaDirectory(string Path, ReplicaManifest Manifest);
