using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Network;

namespace RaftLog.Simulator.Faults.Network;

/// <summary>A trouble that befalls all links, or all of one broker, for a while.</summary>
internal abstract class WholeNetwork(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    private LinkTrouble? _trouble;

    public override void Heal() => Cluster.Network.Heal(_trouble!);

    /// <summary>Lets it begin, and says where.</summary>
    protected string Befall(LinkTrouble trouble, TimeSpan lasts)
    {
        _trouble = trouble;
        Lasts = lasts;
        var only = AnyBroker();
        bool isEverywhere = Chance(0.5);
        foreach (var from in Cluster.Brokers)
        {
            foreach (var to in Cluster.Others(from).Where(to => isEverywhere || from == only || to == only))
            {
                Cluster.Network.Trouble(from.Id, to.Id, trouble);
            }
        }

        return isEverywhere ? "between all brokers" : $"around broker {only.Id}";
    }
}
