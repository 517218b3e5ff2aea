using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Processes;

/// <summary>Two machines lose power within milliseconds.</summary>
internal sealed class CrashTwo(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    public override string Begin()
    {
        var first = AnyBroker();
        var second = Other(first);
        var between = Milliseconds(0, 10);
        bool isTorn = Chance(0.7);
        first.LosePower(isTorn);
        World.At(between, World.Outside, () => second.LosePower(isTorn));
        Cluster.Supervisor.StartAfter(first, Milliseconds(20, 6_000));
        Cluster.Supervisor.StartAfter(second, between + Milliseconds(20, 6_000));
        return $"broker {first.Id} loses power, and broker {second.Id} {between.TotalMilliseconds:F1} ms later";
    }
}
