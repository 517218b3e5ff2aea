using RaftLog.Model;

namespace RaftLog.Cluster.Tests;

/// <summary>A record that the cluster acknowledged: its number in the workload, and where it is.</summary>
internal readonly record struct AckedRecord(long Number, TopicPartition Partition, long Offset);
