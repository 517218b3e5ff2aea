using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Network;

namespace RaftLog.Simulator.Faults.Network;

/// <summary>Frames get lost, in the two ways in which TCP loses them: dropped by a full queue, or by a connection that breaks.</summary>
internal sealed class LossyNetwork(SimulatedCluster cluster, Random chance) : WholeNetwork(cluster, chance)
{
    public override string Begin()
    {
        int drops = Number(1, 30);
        int breaks = Number(0, 4);
        string where = Befall(new LinkTrouble { DropRate = drops / 100.0, BreakRate = breaks / 100.0 }, Milliseconds(200, 6_000));
        return $"{drops} % of the frames are dropped, and at {breaks} % the connection breaks, {where}";
    }
}
