using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Disk;

/// <summary>
/// A disk fails operations for a while. Half of the brokers that this took a log from get over it by themselves: they open it again, the metadata's
/// as well. The other half go down with their machine: after a failed flush nobody knows what is on the disk. A broker that started without a disk is
/// started anew by whoever mended it.
/// </summary>
internal abstract class TemporaryDiskTrouble(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    private SimulatedBroker? _broker;
    private bool _goesDown;

    public override string Begin()
    {
        _broker = AnyBroker();
        _goesDown = Chance(0.5);
        Lasts = Milliseconds(10, 2_500);
        return $"{Spoil(_broker)} on broker {_broker.Id}";
    }

    public override void Heal()
    {
        _broker!.MendDisk();
        if (_goesDown && _broker.IsDamaged)
        {
            _broker.LosePower(isTorn: true);
        }
        else if (_broker.LacksDirectory)
        {
            _broker.Crash();
        }

        Cluster.Supervisor.StartAfter(_broker, Milliseconds(20, 4_000));
    }

    /// <summary>Begins, and says what.</summary>
    protected abstract string Spoil(SimulatedBroker broker);
}
