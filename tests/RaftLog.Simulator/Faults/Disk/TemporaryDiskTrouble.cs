using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Disk;

/// <summary>
/// A disk fails operations for a while. After a failed flush nobody knows what is on the disk, so a broker with a replica offline goes down
/// with its machine before it is used again.
/// </summary>
internal abstract class TemporaryDiskTrouble(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    private SimulatedBroker? _broker;

    public override string Begin()
    {
        _broker = AnyBroker();
        Lasts = Milliseconds(10, 2_500);
        return $"{Spoil(_broker)} on broker {_broker.Id}";
    }

    public override void Heal()
    {
        _broker!.MendDisk();
        if (_broker.IsDamaged)
        {
            _broker.LosePower(isTorn: true);
        }

        Cluster.Supervisor.StartAfter(_broker, Milliseconds(20, 4_000));
    }

    /// <summary>Begins, and says what.</summary>
    protected abstract string Spoil(SimulatedBroker broker);
}
