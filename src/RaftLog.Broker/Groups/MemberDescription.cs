namespace RaftLog.Broker.Groups;

/// <summary>A member at one moment, for DescribeGroups.</summary>
internal sealed record MemberDescription(
    string MemberId,
    string? InstanceId,
    string ClientId,
    string ClientHost,
    byte[] Metadata,
    byte[] Assignment);
