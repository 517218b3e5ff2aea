namespace RaftLog.Simulator.Network;

/// <summary>What ails a link for a while. Several troubles add up to the worst of each.</summary>
internal sealed record LinkTrouble
{
    /// <summary>Nothing gets through; the connection does not break by that, and what was sent arrives when it is over.</summary>
    public bool IsCut { get; init; }

    /// <summary>The longest a frame usually takes; zero when nothing is said.</summary>
    public TimeSpan MaxLatency { get; init; }

    /// <summary>The time between two frames that the other side takes; zero when it keeps up.</summary>
    public TimeSpan FrameInterval { get; init; }

    /// <summary>How many frames the sender queues before it drops.</summary>
    public int QueuedFrames { get; init; } = int.MaxValue;

    /// <summary>The share of frames that the sender's full queue drops.</summary>
    public double DropRate { get; init; }

    /// <summary>The share of frames on whose way the connection breaks.</summary>
    public double BreakRate { get; init; }

    /// <summary>The share of consensus frames that arrive a second time, late.</summary>
    public double RepeatRate { get; init; }
}
