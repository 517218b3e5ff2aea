namespace RaftLog.Broker.Partitions;

/// <summary>What a read of one partition found besides the batches.</summary>
/// <param name="Error">Why there are none, if there should be.</param>
/// <param name="HighWatermark">The end of what readers see.</param>
/// <param name="LastStableOffset">The end of what readers of committed records see.</param>
/// <param name="LogStartOffset">The first offset that is still there.</param>
/// <param name="FileBytes">How many bytes of the batches were read from files.</param>
internal readonly record struct PartitionRead(
    ErrorCode Error, Offset HighWatermark, Offset LastStableOffset, Offset LogStartOffset, long FileBytes);
