using RaftLog.Model;
using RaftLog.Replication;

namespace RaftLog.Simulator.Network;

/// <summary>One direction of the connection between two brokers: frames in flight per lane, in order, like TCP.</summary>
internal sealed class SimulatedLink(BrokerId from, BrokerId to)
{
    private const int UsualQueuedFrames = 2_000;
    private static readonly TimeSpan UsualLatency = TimeSpan.FromMilliseconds(2);

    private readonly List<LinkTrouble> _troubles = [];

    public BrokerId From { get; } = from;

    public BrokerId To { get; } = to;

    public bool IsUp { get; set; }

    /// <summary>When the last frame arrived.</summary>
    public TimeSpan LastArrival { get; set; }

    /// <summary>Which connection this is; what was sent on an earlier one never arrives, or late.</summary>
    public int Connection { get; set; }

    public Dictionary<PeerLane, LinkLane> Lanes { get; } = new() { [PeerLane.Control] = new(), [PeerLane.Bulk] = new() };

    /// <summary>All troubles together.</summary>
    public LinkTrouble State { get; private set; } = new() { MaxLatency = UsualLatency, QueuedFrames = UsualQueuedFrames };

    public void Add(LinkTrouble trouble)
    {
        _troubles.Add(trouble);
        AddUp();
    }

    /// <summary>Takes a trouble away; false when the link did not have it.</summary>
    public bool Remove(LinkTrouble trouble)
    {
        bool hadIt = _troubles.RemoveAll(each => ReferenceEquals(each, trouble)) > 0;
        AddUp();
        return hadIt;
    }

    public void Clear()
    {
        foreach (var lane in Lanes.Values)
        {
            lane.Clear();
        }
    }

    private void AddUp() => State = new LinkTrouble
    {
        IsCut = _troubles.Exists(trouble => trouble.IsCut),
        MaxLatency = _troubles.Select(trouble => trouble.MaxLatency).Append(UsualLatency).Max(),
        FrameInterval = _troubles.Select(trouble => trouble.FrameInterval).Append(TimeSpan.Zero).Max(),
        QueuedFrames = _troubles.Select(trouble => trouble.QueuedFrames).Append(UsualQueuedFrames).Min(),
        DropRate = _troubles.Select(trouble => trouble.DropRate).Append(0).Max(),
        BreakRate = _troubles.Select(trouble => trouble.BreakRate).Append(0).Max(),
        RepeatRate = _troubles.Select(trouble => trouble.RepeatRate).Append(0).Max(),
    };
}
