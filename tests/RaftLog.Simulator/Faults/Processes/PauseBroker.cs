using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Processes;

/// <summary>A process stands still, like one that collects garbage or swaps, longer than a lease.</summary>
internal sealed class PauseBroker(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    private SimulatedBroker? _broker;

    public override string Begin()
    {
        _broker = AnyBroker();
        _broker.Pause();
        Lasts = Milliseconds(50, 6_000);
        return $"broker {_broker.Id} stands still";
    }

    public override void Heal() => _broker!.Resume();
}
