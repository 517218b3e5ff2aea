using RaftLog.Model;
using RaftLog.Replication;

namespace RaftLog.Broker.Tests.Support;

/// <summary>The way to other brokers, where there are none.</summary>
internal sealed class NoPeers : IPeerTransport
{
    public void Start(IPeerReceiver receiver)
    {
    }

    public void SetPeers(IReadOnlyCollection<PeerAddress> peers)
    {
    }

    public bool Send(BrokerId to, PeerLane lane, PeerFrame frame)
    {
        frame.Release();
        return false;
    }

    public bool IsConnected(BrokerId peer) => false;

    public Task StopAsync() => Task.CompletedTask;
}
