using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Server.Configuration;

namespace RaftLog.Server.Hosting;

/// <summary>Binds the listener for other brokers.</summary>
public static class PeerListener
{
    /// <summary>Binds it at the configured address; nobody is served before the node starts.</summary>
    /// <exception cref="StartupException">The address cannot be listened on.</exception>
    public static TcpPeerTransport Bind(RaftLogOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Peer.Listen.TryGetBindAddress(out var address);
        var transport = new TcpPeerTransportOptions
        {
            ListenHost = address?.ToString() ?? options.Peer.Listen.Host,
            ListenPort = options.Peer.Listen.Port,
            AdvertisedHost = options.Peer.Advertised?.Host,
            AdvertisedPort = options.Peer.Advertised?.Port ?? 0,
        };
        try
        {
            return new TcpPeerTransport(new BrokerId(options.BrokerId), options.ClusterId, transport, time, loggers);
        }
        catch (SocketException error)
        {
            throw StartupFailure.Listener("Peer", options.Peer.Listen, error);
        }
    }
}
