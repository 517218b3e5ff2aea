using Microsoft.Extensions.Logging;
using RaftLog.Broker.Partitions;
using RaftLog.Metadata;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Broker;

/// <summary>What a <see cref="KafkaBroker"/> is handed. It owns none of it.</summary>
public sealed class KafkaBrokerEnvironment
{
    /// <summary>The broker of this process.</summary>
    public required BrokerId Broker { get; init; }

    /// <summary>Drawn by this process at its start, as in its registration: tells when the image has caught up with it.</summary>
    public required Guid IncarnationId { get; init; }

    /// <summary>The settings.</summary>
    public required BrokerOptions Options { get; init; }

    /// <summary>The replicas of this broker and the leaders of all groups.</summary>
    public required ReplicationEngine Engine { get; init; }

    /// <summary>The metadata group's replica here, open; looked after by the broker from <see cref="KafkaBroker.Start"/> on.</summary>
    public required MetadataReplica MetadataReplica { get; init; }

    /// <summary>The cluster's metadata as applied here.</summary>
    public required MetadataStore Metadata { get; init; }

    /// <summary>The way to the controller.</summary>
    public required ControllerClient Controller { get; init; }

    /// <summary>The configuration of topics and of this broker.</summary>
    public required ConfigResolver Configs { get; init; }

    /// <summary>Where the replicas are kept; used by one loop of the broker from <see cref="KafkaBroker.Start"/> on.</summary>
    public required DataDirectories Directories { get; init; }

    /// <summary>The disk and the flusher.</summary>
    public required StorageContext Storage { get; init; }

    /// <summary>Time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Chance: makes member ids. Used by one thread at a time.</summary>
    public required Random Random { get; init; }

    /// <summary>Counts and durations.</summary>
    public required BrokerMetrics Metrics { get; init; }

    /// <summary>Where log lines go.</summary>
    public required ILoggerFactory Loggers { get; init; }
}
