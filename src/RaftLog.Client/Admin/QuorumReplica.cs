namespace RaftLog.Client;

/// <summary>How far a replica of the metadata is.</summary>
/// <param name="BrokerId">The broker.</param>
/// <param name="LogEndOffset">The end of its log (exclusive), as far as the leader knows.</param>
public sealed record QuorumReplica(int BrokerId, long LogEndOffset);
