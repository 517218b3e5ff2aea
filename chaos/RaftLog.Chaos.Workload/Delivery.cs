namespace RaftLog.Chaos.Workload;

/// <summary>A record that was acknowledged.</summary>
internal readonly record struct Delivery(long Sequence, int Partition, long Offset, long SentUs, long AcknowledgedUs);
