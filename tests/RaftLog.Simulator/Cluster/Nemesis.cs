using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Cluster;

/// <summary>Does one bad thing after the other, and each heals after a while: at the latest when <see cref="Stop"/> is called.</summary>
internal sealed class Nemesis(SimulatedCluster cluster)
{
    private readonly SimulatedWorld _world = cluster.World;
    private bool _isOver;

    public void Start() => Next();

    /// <summary>No more faults; what is broken is mended, and whoever is down starts.</summary>
    public void Stop()
    {
        _isOver = true;
        _world.Trace.Note(_world.Now, "faults stop");
        Mend();
        foreach (var broker in cluster.Brokers)
        {
            broker.Disk.ErrorRate = 0;
            broker.Disk.IsFull = false;
            broker.Resume();
            if (broker.IsDamaged)
            {
                broker.Crash();
            }

            broker.Start();
        }
    }

    private void Next() => Later(_world.Milliseconds(50, 4_000), () =>
    {
        Strike();
        Next();
    });

    private void Strike()
    {
        var broker = cluster.AnyBroker();
        int fault = _world.Random.Next(9);
        _world.Trace.Note(_world.Now, "fault {0} around broker {1}", fault, broker.Id.Value);
        switch (fault)
        {
            case 0:
                broker.Crash();
                StartLater(broker);
                break;
            case 1:
                broker.LosePower(isTorn: _world.Chance(0.7));
                StartLater(broker);
                break;
            case 2 when _world.Chance(0.4):
                LosePowerEverywhere();
                break;
            case 3:
                broker.Pause();
                Later(_world.Milliseconds(50, 6_000), broker.Resume);
                break;
            case 4:
                Isolate(broker);
                break;
            case 5:
                CutOneWay(broker);
                break;
            case 6:
                cluster.Network.Reset(broker.Id, Other(broker).Id);
                break;
            case 7:
                SlowDown();
                break;
            default:
                SpoilDisk(broker);
                break;
        }
    }

    private void LosePowerEverywhere()
    {
        foreach (var each in cluster.Brokers)
        {
            each.LosePower(isTorn: _world.Chance(0.7));
            StartLater(each);
        }
    }

    private void Isolate(SimulatedBroker broker)
    {
        foreach (var other in cluster.Brokers.Where(other => other != broker))
        {
            cluster.Network.Cut(broker.Id, other.Id);
            cluster.Network.Cut(other.Id, broker.Id);
        }

        Later(_world.Milliseconds(100, 8_000), Mend);
    }

    private void CutOneWay(SimulatedBroker broker)
    {
        cluster.Network.Cut(broker.Id, Other(broker).Id);
        Later(_world.Milliseconds(100, 8_000), Mend);
    }

    private void SlowDown()
    {
        cluster.Network.MaxLatency = _world.Milliseconds(20, 1_500);
        Later(_world.Milliseconds(100, 4_000), Mend);
    }

    private void SpoilDisk(SimulatedBroker broker)
    {
        if (_world.Chance(0.5))
        {
            broker.Disk.IsFull = true;
        }
        else
        {
            broker.Disk.ErrorRate = 0.2;
        }

        Later(_world.Milliseconds(10, 2_000), () =>
        {
            broker.Disk.IsFull = false;
            broker.Disk.ErrorRate = 0;
            if (broker.IsDamaged)
            {
                // After a failed flush nobody knows what is on the disk; a machine in that state goes down before it is used again.
                broker.LosePower(isTorn: true);
                StartLater(broker);
            }
        });
    }

    private void StartLater(SimulatedBroker broker) => Later(_world.Milliseconds(20, 6_000), () =>
    {
        broker.Start();
        if (!broker.IsUp)
        {
            StartLater(broker);
        }
    });

    private void Mend()
    {
        cluster.Network.MaxLatency = TimeSpan.FromMilliseconds(2);
        cluster.Network.Heal();
    }

    private SimulatedBroker Other(SimulatedBroker broker)
    {
        int number = _world.Random.Next(cluster.Brokers.Count - 1);
        return cluster.Brokers.Where(other => other != broker).ElementAt(number);
    }

    private void Later(TimeSpan after, Action action) => _world.At(after, _world.Outside, () =>
    {
        if (!_isOver)
        {
            action();
        }
    });
}
