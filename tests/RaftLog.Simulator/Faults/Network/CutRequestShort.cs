using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Network;

namespace RaftLog.Simulator.Faults.Network;

/// <summary>A client's connection breaks when a request is half written, or when it has arrived and the response is still to come.</summary>
internal sealed class CutRequestShort(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    public override string Begin()
    {
        var broker = AnyBroker();
        double share = Chance(0.5) ? 1 : Number(1, 99) / 100.0;
        Cluster.Clients.Faults = new ClientFaults(broker.Id) { RequestShare = share };
        return $"the next client's connection to broker {broker.Id} breaks when {share:P0} of its request has arrived";
    }
}
