namespace RaftLog.Client;

/// <summary>A partition as the cluster describes it.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="Leader">The broker that leads it; -1 while there is none.</param>
/// <param name="LeaderEpoch">The epoch (term) of that leader.</param>
/// <param name="Replicas">The brokers that hold it.</param>
/// <param name="InSyncReplicas">Those of them that are up to date.</param>
/// <param name="OfflineReplicas">Those of them that are not reachable.</param>
public sealed record PartitionDescription(
    int Partition,
    int Leader,
    int LeaderEpoch,
    IReadOnlyList<int> Replicas,
    IReadOnlyList<int> InSyncReplicas,
    IReadOnlyList<int> OfflineReplicas);
