using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Network;

namespace RaftLog.Simulator.Faults.Network;

/// <summary>A broker takes frames more slowly than they are sent, so that its peers' queues fill up.</summary>
internal sealed class SlowReader(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    private LinkTrouble? _trouble;

    public override string Begin()
    {
        var reader = AnyBroker();
        int framesPerSecond = Number(5, 200);
        _trouble = new LinkTrouble { FrameInterval = TimeSpan.FromSeconds(1.0 / framesPerSecond), QueuedFrames = Number(5, 200) };
        foreach (var other in Cluster.Others(reader))
        {
            Cluster.Network.Trouble(other.Id, reader.Id, _trouble);
        }

        Lasts = Milliseconds(200, 8_000);
        return $"broker {reader.Id} takes {framesPerSecond} frames a second from each, and the others queue {_trouble.QueuedFrames}";
    }

    public override void Heal() => Cluster.Network.Heal(_trouble!);
}
