using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RaftLog.Server.Configuration;
using RaftLog.Storage;

namespace RaftLog.Embedded;

/// <summary>What an <see cref="EmbeddedCluster"/> is made of.</summary>
public sealed record EmbeddedClusterOptions
{
    /// <summary>
    /// The folder that holds a folder for each broker; null, the default, keeps everything in memory. The folder stays when the cluster is
    /// disposed, and a cluster with as many brokers can be started from it again.
    /// </summary>
    public string? DataDirectory { get; init; }

    /// <summary>
    /// Whether brokers in memory can lose power (<see cref="EmbeddedCluster.LosePowerAsync"/>); costs a second copy of what was flushed.
    /// Default false.
    /// </summary>
    public bool CanLosePower { get; init; }

    /// <summary>Puts something before the disk of each broker, by its number: for tests of disks that fail. Default none.</summary>
    internal Func<int, IFileSystem, IFileSystem>? Disk { get; init; }

    /// <summary>Whether each broker serves health and metrics on an HTTP port of its own. Default false.</summary>
    public bool ServesHttp { get; init; }

    /// <summary>Changes the settings of each broker before it starts; ids, addresses and the controllers are set already. Default none.</summary>
    public Action<RaftLogOptions>? Configure { get; init; }

    /// <summary>How long starting may take until every broker is ready. Default 30 s.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where the brokers log to; not disposed. Default nowhere.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;
}
