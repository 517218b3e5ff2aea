using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Network;

namespace RaftLog.Simulator.Faults.Network;

/// <summary>A broker hears nobody, and nobody hears it.</summary>
internal sealed class IsolateBroker(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    private readonly LinkTrouble _cut = new() { IsCut = true };

    public override string Begin()
    {
        var broker = AnyBroker();
        foreach (var other in Cluster.Others(broker))
        {
            Cluster.Network.Trouble(broker.Id, other.Id, _cut);
            Cluster.Network.Trouble(other.Id, broker.Id, _cut);
        }

        Lasts = Milliseconds(100, 8_000);
        return $"broker {broker.Id} is cut off from the others";
    }

    public override void Heal() => Cluster.Network.Heal(_cut);
}
