namespace RaftLog.Broker.Groups;

/// <summary>A member as the group's leader sees it when it assigns.</summary>
internal readonly record struct JoinedMember(string MemberId, string? InstanceId, byte[] Metadata);
