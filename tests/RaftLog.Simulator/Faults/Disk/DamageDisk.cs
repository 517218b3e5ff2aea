using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Disk;

/// <summary>A broker dies, and when it starts again its disk does not hold what was written there.</summary>
internal abstract class DamageDisk(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    public override string? Begin()
    {
        var broker = AnyBroker();
        bool losesPower = Chance(0.5);
        var wait = Milliseconds(20, 4_000);
        if (!Cluster.Damages.TryClaimSilently(broker))
        {
            return null;
        }

        if (losesPower)
        {
            broker.LosePower(isTorn: true);
        }
        else
        {
            broker.Crash();
        }

        Cluster.Supervisor.StartAfter(broker, wait);
        return $"broker {broker.Id} {(losesPower ? "loses power" : "is killed")}, and when it starts again {Damage(broker)}";
    }

    /// <summary>Does it, while the broker is down, and says what.</summary>
    protected abstract string Damage(SimulatedBroker broker);
}
