using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Network;

namespace RaftLog.Simulator.Faults.Network;

/// <summary>Nothing gets from a broker to another, or to anybody, while the way back is open.</summary>
internal sealed class CutOneWay(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    private readonly LinkTrouble _cut = new() { IsCut = true };

    public override string Begin()
    {
        var from = AnyBroker();
        var one = Other(from);
        bool isToAll = Chance(0.3);
        foreach (var to in isToAll ? Cluster.Others(from) : [one])
        {
            Cluster.Network.Trouble(from.Id, to.Id, _cut);
        }

        Lasts = Milliseconds(100, 8_000);
        return $"nothing gets from broker {from.Id} to {(isToAll ? "anybody" : $"broker {one.Id}")}";
    }

    public override void Heal() => Cluster.Network.Heal(_cut);
}
