using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Processes;

/// <summary>The wall clock of a running broker jumps, forwards or backwards.</summary>
internal sealed class JumpClock(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    public override string? Begin()
    {
        var broker = AnyBroker();
        double reach = Chance(0.2) ? 3_600_000 * 26 : 10_000;
        var by = Milliseconds(-reach, reach);
        if (broker.Process is not { } process)
        {
            return null;
        }

        process.Time.WallClockError += by;
        return $"the wall clock of broker {broker.Id} jumps by {by.TotalSeconds:F1} s";
    }
}
