using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Network;

/// <summary>Connections break and come back all the time.</summary>
internal sealed class ResetStorm(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    private bool _isOver;

    public override string Begin()
    {
        Lasts = Milliseconds(200, 5_000);
        var interval = Milliseconds(5, 200);
        Next(interval);
        return $"a connection between brokers breaks every {interval.TotalMilliseconds:F0} ms";
    }

    public override void Heal() => _isOver = true;

    private void Next(TimeSpan interval) => World.At(interval, World.Outside, () =>
    {
        if (!_isOver)
        {
            var one = AnyBroker();
            Cluster.Network.Reset(one.Id, Other(one).Id, late: Chance(0.3) ? Milliseconds(5, 400) : TimeSpan.Zero);
            Next(interval);
        }
    });
}
