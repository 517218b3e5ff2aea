using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>What <see cref="ReplicationEngine.OpenGroup"/> needs to run a replica of a group.</summary>
public sealed class GroupOpening
{
    /// <summary>The group.</summary>
    public required GroupId Id { get; init; }

    /// <summary>What logs and metrics call it: the topic and partition, or "metadata".</summary>
    public required string Name { get; init; }

    /// <summary>This replica: the broker, and the directory that holds the log.</summary>
    public required ReplicaId Self { get; init; }

    /// <summary>The open log; closed by the engine when the group is.</summary>
    public required PartitionLog Log { get; init; }

    /// <summary>Where term and vote are kept; shared by all groups.</summary>
    public required HardStateStore HardState { get; init; }

    /// <summary>The members that the group began with. A log that knows a later configuration overrules it.</summary>
    public required GroupConfiguration InitialConfiguration { get; init; }

    /// <summary>What the group drives. For an <see cref="ICommandStateMachine"/> there must be <see cref="Snapshots"/> as well.</summary>
    public required IGroupStateMachine StateMachine { get; init; }

    /// <summary>
    /// Given the group before anything happens in it: whoever is told of its first leader may look for it at once. Must not block, nor open another one.
    /// </summary>
    public Action<GroupHandle>? Opened { get; init; }

    /// <summary>Where snapshots of an <see cref="ICommandStateMachine"/> are kept; the engine becomes its one user.</summary>
    public SnapshotStore? Snapshots { get; init; }
}
