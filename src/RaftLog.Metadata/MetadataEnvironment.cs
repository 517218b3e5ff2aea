using Microsoft.Extensions.Logging;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>What the metadata of one broker is handed: who it is, and the seams that a simulation swaps.</summary>
public sealed class MetadataEnvironment
{
    /// <summary>The broker of this process.</summary>
    public required BrokerId Broker { get; init; }

    /// <summary>The cluster that it belongs to.</summary>
    public required string ClusterId { get; init; }

    /// <summary>Time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Chance: topic ids and incarnations. Used by one task at a time.</summary>
    public required Random Random { get; init; }

    /// <summary>Where work runs: the thread pool in a broker, the one thread of a simulation.</summary>
    public TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;

    /// <summary>Where log lines go.</summary>
    public required ILoggerFactory Loggers { get; init; }
}
