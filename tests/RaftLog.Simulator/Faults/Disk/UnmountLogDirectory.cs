using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Disk;

/// <summary>A broker starts without one of its two disks, runs so for a while, and gets it back as it was.</summary>
internal sealed class UnmountLogDirectory(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    private SimulatedBroker? _broker;

    public override string? Begin()
    {
        var broker = AnyBroker();
        var wait = Milliseconds(20, 400);
        Lasts = Milliseconds(200, 4_000);
        if (!Cluster.Options.HasTwoDisks)
        {
            Lasts = TimeSpan.Zero;
            return null;
        }

        _broker = broker;
        broker.Crash();
        broker.Disk.Unmounted = SimulatedBroker.LogDirectory;
        Cluster.Supervisor.StartAfter(broker, wait);
        return $"broker {broker.Id} is killed and starts {wait.TotalMilliseconds:F0} ms later without {SimulatedBroker.LogDirectory}";
    }

    public override void Heal()
    {
        _broker!.Crash();
        _broker.Disk.Unmounted = null;
        Cluster.Supervisor.StartAfter(_broker, Milliseconds(20, 1_000));
    }
}
