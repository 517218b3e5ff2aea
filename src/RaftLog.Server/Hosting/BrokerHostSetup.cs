using Microsoft.Extensions.Logging;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Server.Hosting;

/// <summary>What a <see cref="BrokerHost"/> is given beside its options. Everything has a default but the logger factory.</summary>
public sealed class BrokerHostSetup
{
    /// <summary>Where log lines go; not disposed by the host.</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>The disk; null for that of the machine.</summary>
    public IFileSystem? Files { get; init; }

    /// <summary>A peer transport that listens already; null for one at the configured address.</summary>
    public TcpPeerTransport? PeerTransport { get; init; }

    /// <summary>Time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether Ctrl-C and SIGTERM stop the broker. Not when it lives inside another program.</summary>
    public bool StopsOnSignals { get; init; }
}
