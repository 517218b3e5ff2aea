using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Server.Node;

/// <summary>
/// What a <see cref="BrokerNode"/> touches the world through: the four seams (time, chance, disk, peers), and where it logs and counts. A
/// simulation swaps the seams and runs everything else as shipped.
/// </summary>
public sealed class BrokerSeams
{
    /// <summary>Time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Chance. Two brokers must not be given the same sequence: it makes ids. Used only while the node is created.</summary>
    public required Random Random { get; init; }

    /// <summary>The disk.</summary>
    public required IFileSystem Files { get; init; }

    /// <summary>The way to the other brokers; the node starts and stops it.</summary>
    public required IPeerTransport Transport { get; init; }

    /// <summary>Where handlers of other brokers' requests and the controller run.</summary>
    public TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;

    /// <summary>Where log lines go.</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>Makes the meters.</summary>
    public required IMeterFactory Meters { get; init; }
}
