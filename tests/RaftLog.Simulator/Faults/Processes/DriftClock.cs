using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Processes;

/// <summary>A machine's monotonic clock goes faster or slower than those of the others.</summary>
internal sealed class DriftClock(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    private SimulatedBroker? _broker;

    public override string Begin()
    {
        _broker = AnyBroker();
        double rate = Number(90, 110) / 100.0;
        _broker.RunClockAt(rate);
        Lasts = Milliseconds(1_000, 20_000);
        return $"the monotonic clock of broker {_broker.Id} runs {rate:F2} times as fast";
    }

    public override void Heal() => _broker!.RunClockAt(1);
}
