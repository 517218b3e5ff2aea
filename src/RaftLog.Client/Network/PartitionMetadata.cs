namespace RaftLog.Client.Network;

/// <summary>A partition as a broker described it.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="Leader">The broker that leads it; -1 while there is none.</param>
/// <param name="LeaderEpoch">That leader's epoch; -1 from brokers that do not tell.</param>
internal readonly record struct PartitionMetadata(int Partition, int Leader, int LeaderEpoch);
