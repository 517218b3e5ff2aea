using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Network;

namespace RaftLog.Simulator.Faults.Network;

/// <summary>Frames of consensus arrive again, up to seconds later and so out of order: more than TCP does, and what Raft must bear.</summary>
internal sealed class RepeatFrames(SimulatedCluster cluster, Random chance) : WholeNetwork(cluster, chance)
{
    public override string Begin()
    {
        int repeats = Number(1, 30);
        string where = Befall(new LinkTrouble { RepeatRate = repeats / 100.0, MaxLatency = Milliseconds(2, 200) }, Milliseconds(500, 8_000));
        return $"{repeats} % of the frames arrive again within 3 s, {where}";
    }
}
