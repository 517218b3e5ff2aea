using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Network;

namespace RaftLog.Simulator.Faults.Network;

/// <summary>Some pairs of brokers do not see each other, so that brokers differ in whom they see.</summary>
internal sealed class CutSome(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    private readonly LinkTrouble _cut = new() { IsCut = true };

    public override string Begin()
    {
        int pairs = Number(1, Cluster.Brokers.Count);
        var words = new List<string>();
        for (int i = 0; i < pairs; i++)
        {
            var one = AnyBroker();
            var other = Other(one);
            Cluster.Network.Trouble(one.Id, other.Id, _cut);
            Cluster.Network.Trouble(other.Id, one.Id, _cut);
            words.Add($"{one.Id} and {other.Id}");
        }

        Lasts = Milliseconds(100, 8_000);
        return $"these brokers do not see each other: {string.Join(", ", words)}";
    }

    public override void Heal() => Cluster.Network.Heal(_cut);
}
