using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Network;

namespace RaftLog.Simulator.Faults.Network;

/// <summary>The cluster falls into two parts that do not see each other.</summary>
internal sealed class SplitCluster(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    private readonly LinkTrouble _cut = new() { IsCut = true };

    public override string Begin()
    {
        var left = Cluster.Brokers.Where(_ => Chance(0.5)).ToList();
        var right = Cluster.Brokers.Except(left).ToList();
        foreach (var one in left)
        {
            foreach (var other in right)
            {
                Cluster.Network.Trouble(one.Id, other.Id, _cut);
                Cluster.Network.Trouble(other.Id, one.Id, _cut);
            }
        }

        Lasts = Milliseconds(100, 8_000);
        return $"the cluster is split: {string.Join(' ', left.Select(broker => broker.Id))} | {string.Join(' ', right.Select(broker => broker.Id))}";
    }

    public override void Heal() => Cluster.Network.Heal(_cut);
}
