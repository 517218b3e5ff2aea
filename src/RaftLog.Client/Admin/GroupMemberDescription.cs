using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>A member of a consumer group.</summary>
/// <param name="MemberId">The id that the coordinator gave it.</param>
/// <param name="GroupInstanceId">Its own lasting name; null for a dynamic member.</param>
/// <param name="ClientId">The name of its client.</param>
/// <param name="ClientHost">Where it connects from.</param>
/// <param name="Assignment">The partitions that it reads.</param>
public sealed record GroupMemberDescription(
    string MemberId,
    string? GroupInstanceId,
    string ClientId,
    string ClientHost,
    IReadOnlyList<TopicPartition> Assignment)
{
    /// <summary>The epoch of the group that it has reached, where the coordinator assigns; -1 elsewhere.</summary>
    public int Epoch { get; init; } = -1;

    /// <summary>The partitions that it shall read once others have given them up; the same as <see cref="Assignment"/> when nothing moves.</summary>
    public IReadOnlyList<TopicPartition> TargetAssignment { get; init; } = Assignment;
}
