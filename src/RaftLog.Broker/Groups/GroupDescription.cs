namespace RaftLog.Broker.Groups;

/// <summary>A group at one moment, for DescribeGroups and ListGroups.</summary>
internal sealed record GroupDescription(
    string GroupId,
    ConsumerGroupState State,
    string ProtocolType,
    string ProtocolName,
    IReadOnlyList<MemberDescription> Members);
