using RaftLog.Model;

namespace RaftLog.Replication.Tests;

/// <summary>A transport on a port of the system's choosing, with what it received and logged.</summary>
internal sealed class TcpBroker : IAsyncDisposable
{
    public TcpBroker(int id, string cluster = "test-cluster", int port = 0, Action<TcpPeerTransportOptions>? configure = null)
    {
        var options = new TcpPeerTransportOptions { ListenPort = port, ReconnectMin = TimeSpan.FromMilliseconds(5) };
        configure?.Invoke(options);
        Id = new BrokerId(id);
        Transport = new TcpPeerTransport(Id, cluster, options, TimeProvider.System, Log);
        Transport.Start(Receiver);
    }

    public BrokerId Id { get; }

    public LogLines Log { get; } = new();

    public RecordingReceiver Receiver { get; } = new();

    public TcpPeerTransport Transport { get; }

    public PeerAddress Address => new(Id, "127.0.0.1", Transport.Port);

    public void Knows(params PeerAddress[] peers) => Transport.SetPeers(peers);

    public async ValueTask DisposeAsync() => await Transport.DisposeAsync();
}
