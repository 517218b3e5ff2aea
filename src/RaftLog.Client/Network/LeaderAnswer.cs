using RaftLog.Model;

namespace RaftLog.Client.Network;

/// <summary>What the leader of a partition answered.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Error">None when there is a result.</param>
/// <param name="Result">The result.</param>
internal readonly record struct LeaderAnswer<TResult>(TopicPartition Partition, ErrorCode Error, TResult Result);
