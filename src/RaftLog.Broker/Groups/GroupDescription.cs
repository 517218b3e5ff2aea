namespace RaftLog.Broker.Groups;

/// <summary>A group at one moment, for DescribeGroups and ListGroups.</summary>
internal sealed record GroupDescription(
    string GroupId,
    GroupType Type,
    string State,
    string ProtocolType,
    string ProtocolName,
    IReadOnlyList<MemberDescription> Members)
{
    /// <summary>Kafka's name of a group that does not exist.</summary>
    public const string Dead = "Dead";

    /// <summary>Kafka's name of a group without members.</summary>
    public const string Empty = "Empty";

    /// <summary>Kafka's name of the type.</summary>
    public string TypeName => Type == GroupType.Consumer ? "consumer" : "classic";
}
