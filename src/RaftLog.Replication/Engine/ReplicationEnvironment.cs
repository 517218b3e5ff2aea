using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>What a <see cref="ReplicationEngine"/> is handed: who it is, and the seams that a simulation swaps.</summary>
public sealed class ReplicationEnvironment
{
    /// <summary>The broker of this process.</summary>
    public required BrokerId Broker { get; init; }

    /// <summary>The way to the other brokers; started and stopped by the engine.</summary>
    public required IPeerTransport Transport { get; init; }

    /// <summary>Time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Chance: seeds the election timeouts.</summary>
    public required Random Random { get; init; }

    /// <summary>Where handlers of requests run: the thread pool in a broker, the one thread of a simulation.</summary>
    public TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;

    /// <summary>Where log lines go.</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>Where the meter is made; none means a meter of the engine's own.</summary>
    public IMeterFactory? Meters { get; init; }
}
