namespace RaftLog.Client;

/// <summary>
/// A consumer's place in its group, for <see cref="Producer{TKey,TValue}.SendOffsetsToTransactionAsync"/>: offsets from a place that the group has
/// gone on from are refused (KIP-447).
/// </summary>
/// <param name="GroupId">The group.</param>
/// <param name="GenerationId">The generation; -1 for a consumer that shares nothing.</param>
/// <param name="MemberId">The id that the coordinator gave; empty without one.</param>
/// <param name="GroupInstanceId">The name of a static member; null without one.</param>
public sealed record ConsumerGroupMetadata(string GroupId, int GenerationId = -1, string MemberId = "", string? GroupInstanceId = null);
