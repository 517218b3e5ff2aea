namespace RaftLog.Replication;

/// <summary>How <see cref="TcpPeerTransport"/> connects brokers.</summary>
public sealed class TcpPeerTransportOptions
{
    /// <summary>The address to listen on. Default: loopback.</summary>
    public string ListenHost { get; set; } = "127.0.0.1";

    /// <summary>The port to listen on; 0 (the default) lets the system choose, see <see cref="TcpPeerTransport.Port"/>.</summary>
    public int ListenPort { get; set; }

    /// <summary>The host that other brokers can reach this one's listener by, told in each greeting. Default (null): <see cref="ListenHost"/>.</summary>
    public string? AdvertisedHost { get; set; }

    /// <summary>The port that goes with <see cref="AdvertisedHost"/>. Default (0): the one listened on.</summary>
    public int AdvertisedPort { get; set; }

    /// <summary>Bytes that may wait for one peer on one lane; frames beyond are dropped, and consensus recovers. Default 64 MiB.</summary>
    public long QueueBytesPerPeer { get; set; } = 64 << 20;

    /// <summary>The largest frame taken from a peer; a longer one closes the connection. Default 64 MiB.</summary>
    public int MaxFrameBytes { get; set; } = 64 << 20;

    /// <summary>Frames up to this size are written by the thread that sends them when the connection is idle, which saves a hop. Default 1 MiB.</summary>
    public int InlineWriteBytes { get; set; } = 1 << 20;

    /// <summary>The wait before the second attempt to connect; doubled from attempt to attempt. Default 20 ms.</summary>
    public TimeSpan ReconnectMin { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The longest wait between attempts to connect. Default 1 s.</summary>
    public TimeSpan ReconnectMax { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The wait after a refused handshake, which only a change of configuration can heal. Default 5 s.</summary>
    public TimeSpan RefusedRetry { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long connecting, and then the handshake, may take. Default 5 s.</summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one write may make no end before the connection is given up as dead. Default 15 s.</summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Connections accepted at the same time, from whomever. Default 256.</summary>
    public int MaxInboundConnections { get; set; } = 256;
}
