using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>What a broker tells the cluster about itself.</summary>
public sealed record BrokerIdentity
{
    /// <summary>Its number.</summary>
    public required BrokerId Broker { get; init; }

    /// <summary>The cluster that it belongs to.</summary>
    public required string ClusterId { get; init; }

    /// <summary>Its data directory.</summary>
    public required DirectoryId Directory { get; init; }

    /// <summary>
    /// Which replica of the metadata group it holds: <see cref="Directory"/>, until damage made it begin with another one
    /// (<see cref="BrokerLifecycle.ReplaceMetadataReplica"/>).
    /// </summary>
    public DirectoryId MetadataReplica { get; init; }

    /// <summary>The address that Kafka clients are told.</summary>
    public required BrokerEndpoint Kafka { get; init; }

    /// <summary>The address that other brokers connect to.</summary>
    public required BrokerEndpoint Peer { get; init; }

    /// <summary>Its rack, if configured.</summary>
    public string? Rack { get; init; }
}
