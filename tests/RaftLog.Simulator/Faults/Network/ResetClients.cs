using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Network;

/// <summary>The connections of all clients to a broker break, whatever is under way on them.</summary>
internal sealed class ResetClients(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    public override string Begin()
    {
        var broker = AnyBroker();
        Cluster.Clients.Break(broker.Id);
        return $"all clients' connections to broker {broker.Id} break";
    }
}
