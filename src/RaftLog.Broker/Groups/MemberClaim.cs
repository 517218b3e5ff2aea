namespace RaftLog.Broker.Groups;

/// <summary>Who a request says it comes from; checked against the group before anything is done.</summary>
/// <param name="GroupId">The group's name.</param>
/// <param name="Generation">The generation the client believes in; -1 from a consumer that assigns itself.</param>
/// <param name="MemberId">The member id; empty from a consumer that assigns itself.</param>
/// <param name="InstanceId">The static member's name, or null.</param>
internal readonly record struct MemberClaim(string GroupId, int Generation, string MemberId, string? InstanceId);
