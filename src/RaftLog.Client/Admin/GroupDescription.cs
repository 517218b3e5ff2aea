namespace RaftLog.Client;

/// <summary>A consumer group as its coordinator describes it.</summary>
/// <param name="GroupId">Its id.</param>
/// <param name="State">Kafka's word for its state; <c>Dead</c> for a group that does not exist.</param>
/// <param name="ProtocolType"><c>consumer</c> for consumer groups.</param>
/// <param name="Assignor">The name of the way in which it divides partitions.</param>
/// <param name="CoordinatorId">The broker that coordinates it.</param>
/// <param name="Members">Its members.</param>
public sealed record GroupDescription(
    string GroupId,
    string State,
    string ProtocolType,
    string Assignor,
    int CoordinatorId,
    IReadOnlyList<GroupMemberDescription> Members)
{
    /// <summary>Kafka's word for the state of a group that does not exist.</summary>
    public const string Dead = "Dead";

    /// <summary>Whether the coordinator assigns (KIP-848) rather than one of the members.</summary>
    public bool IsAssignedByCoordinator { get; init; }

    /// <summary>Counts the changes of a group whose coordinator assigns; -1 for others.</summary>
    public int Epoch { get; init; } = -1;
}
