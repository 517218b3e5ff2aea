using RaftLog.Model;
using RaftLog.Replication;

namespace RaftLog.Simulator.Network;

/// <summary>One direction of the connection between two brokers: frames in flight per lane, in order, like TCP.</summary>
internal sealed class SimulatedLink(BrokerId from, BrokerId to)
{
    public BrokerId From { get; } = from;

    public BrokerId To { get; } = to;

    public bool IsUp { get; set; }

    /// <summary>Whether bytes of this direction stall. The connection does not break by that; what was sent arrives when it heals.</summary>
    public bool IsCut { get; set; }

    /// <summary>Which connection this is; what was sent on an earlier one never arrives.</summary>
    public int Connection { get; set; }

    public Dictionary<PeerLane, Queue<FlyingFrame>> Lanes { get; } = new() { [PeerLane.Control] = new(), [PeerLane.Bulk] = new() };

    public void Clear()
    {
        foreach (var lane in Lanes.Values)
        {
            lane.Clear();
        }
    }
}
