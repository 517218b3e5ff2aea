namespace RaftLog.Client;

/// <summary>A partition that is being moved.</summary>
/// <param name="Replicas">The brokers that hold it while it is moved.</param>
/// <param name="Adding">Those of them that are getting it.</param>
/// <param name="Removing">Those of them that will give it up.</param>
public sealed record PartitionReassignment(IReadOnlyList<int> Replicas, IReadOnlyList<int> Adding, IReadOnlyList<int> Removing);
