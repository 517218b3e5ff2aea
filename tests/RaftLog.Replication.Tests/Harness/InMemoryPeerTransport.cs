using RaftLog.Model;

namespace RaftLog.Replication.Tests;

/// <summary>One broker's end of an <see cref="InMemoryNetwork"/>.</summary>
internal sealed class InMemoryPeerTransport(InMemoryNetwork network, BrokerId broker) : IPeerTransport
{
    public BrokerId Broker { get; } = broker;

    public IPeerReceiver? Receiver { get; private set; }

    public void Start(IPeerReceiver receiver)
    {
        Receiver = receiver;
        network.Started(this);
    }

    public void SetPeers(IReadOnlyCollection<PeerAddress> peers)
    {
        // Everybody who has joined is connected to everybody.
    }

    public bool Send(BrokerId to, PeerLane lane, PeerFrame frame) => network.Send(Broker, to, lane, frame);

    public bool IsConnected(BrokerId peer) => network.IsConnected(Broker, peer);

    public Task StopAsync()
    {
        network.Leave(Broker);
        return Task.CompletedTask;
    }
}
