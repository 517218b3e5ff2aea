using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Network;

/// <summary>One process's end of the <see cref="SimulatedNetwork"/>.</summary>
internal sealed class SimulatedPeerTransport(SimulatedNetwork network, BrokerId broker, SimulatedProcess process) : IPeerTransport
{
    public BrokerId Broker { get; } = broker;

    public SimulatedProcess Process { get; } = process;

    public IPeerReceiver? Receiver { get; private set; }

    public void Start(IPeerReceiver receiver)
    {
        Receiver = receiver;
        network.Join(this);
    }

    public void SetPeers(IReadOnlyCollection<PeerAddress> peers)
    {
        // Everybody who listens is connected to everybody.
    }

    public bool Send(BrokerId to, PeerLane lane, PeerFrame frame) => network.Send(this, to, lane, frame);

    public bool IsConnected(BrokerId peer) => network.IsConnected(this, peer);

    public Task StopAsync()
    {
        network.Leave(Broker, isNoticed: true);
        return Task.CompletedTask;
    }
}
