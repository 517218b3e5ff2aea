using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>What the cluster knows of one broker: where it listens and whether it may be given work.</summary>
public sealed record BrokerRegistration
{
    /// <summary>The broker's number.</summary>
    public required BrokerId Id { get; init; }

    /// <summary>Drawn by the broker's process at its start; tells a restarted broker from a second one with the same number.</summary>
    public required Guid IncarnationId { get; init; }

    /// <summary>Given by the controller with each registration, growing over the whole cluster; fences requests of an older registration.</summary>
    public required long Epoch { get; init; }

    /// <summary>The data directory that new replicas on this broker will live in.</summary>
    public required DirectoryId Directory { get; init; }

    /// <summary>
    /// The id of its replica of the metadata group; <see cref="DirectoryId.Unassigned"/> when the broker did not say: then the replica goes by the id of the
    /// data directory.
    /// </summary>
    public DirectoryId MetadataReplica { get; init; }

    /// <summary>The address that Kafka clients are told.</summary>
    public required BrokerEndpoint Kafka { get; init; }

    /// <summary>The address that other brokers connect to.</summary>
    public required BrokerEndpoint Peer { get; init; }

    /// <summary>The rack (or zone) that replicas are spread over, if configured.</summary>
    public string? Rack { get; init; }

    /// <summary>Whether the broker is held to be gone: true from registration to its first heartbeat, and again after a session timeout.</summary>
    public bool IsFenced { get; init; } = true;

    /// <summary>Whether the broker has announced that it is about to stop.</summary>
    public bool IsShuttingDown { get; init; }

    /// <summary>Whether new replicas may be placed here.</summary>
    public bool IsUsable => !IsFenced && !IsShuttingDown;
}
