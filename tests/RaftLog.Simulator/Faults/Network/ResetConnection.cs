using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Network;

/// <summary>
/// The connections between two brokers break: what is in flight, also the frame that is half sent, is lost; or the old connection's frames
/// arrive when the new one is up already.
/// </summary>
internal sealed class ResetConnection(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    public override string Begin()
    {
        var one = AnyBroker();
        var other = Other(one);
        var late = Chance(0.5) ? Milliseconds(50, 3_000) : TimeSpan.Zero;
        Cluster.Network.Reset(one.Id, other.Id, late: late);
        return $"the connections of broker {one.Id} with {other.Id} break, and what was in flight {(late > TimeSpan.Zero ? $"arrives within {late.TotalMilliseconds:F0} ms" : "is lost")}";
    }
}
