using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Network;

namespace RaftLog.Simulator.Faults.Network;

/// <summary>Frames take long, up to past an election.</summary>
internal sealed class SlowNetwork(SimulatedCluster cluster, Random chance) : WholeNetwork(cluster, chance)
{
    public override string Begin()
    {
        var latency = Milliseconds(20, 2_500);
        return $"frames take up to {latency.TotalMilliseconds:F0} ms {Befall(new LinkTrouble { MaxLatency = latency }, Milliseconds(100, 5_000))}";
    }
}
