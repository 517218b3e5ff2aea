namespace RaftLog.Storage;

/// <summary>A small file of a replica that does not hold what was written to it.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="File">Its path.</param>
/// <param name="What">What is wrong.</param>
public sealed record ReplicaFileProblem(ReplicaFileKind Kind, string File, string What);
