namespace RaftLog.Client;

/// <summary>The group that keeps the cluster's metadata.</summary>
/// <param name="Leader">The broker that leads it: the controller.</param>
/// <param name="LeaderEpoch">The epoch (term) of that leader.</param>
/// <param name="HighWatermark">The end of what is committed (exclusive).</param>
/// <param name="Voters">The replicas that vote.</param>
/// <param name="Observers">The replicas that follow without a vote.</param>
public sealed record QuorumDescription(
    int Leader, int LeaderEpoch, long HighWatermark, IReadOnlyList<QuorumReplica> Voters, IReadOnlyList<QuorumReplica> Observers);
