using RaftLog.Metadata;

namespace RaftLog.Broker.Groups.Assignors;

/// <summary>A member as an assignor sees it.</summary>
/// <param name="Id">The member's id.</param>
/// <param name="InstanceId">The static member's name, or null.</param>
/// <param name="Topics">The topics that it subscribes to and that exist, in order.</param>
/// <param name="Current">What it was assigned last, to be kept where balance allows.</param>
internal sealed record AssignorMember(string Id, string? InstanceId, IReadOnlyList<Guid> Topics, IReadOnlySet<TopicIdPartition> Current);
