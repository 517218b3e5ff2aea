using RaftLog.Chaos.History;

namespace RaftLog.Chaos;

/// <summary>When a fault struck: noted by the nemesis at the last moment, after all that it had to prepare.</summary>
internal sealed class FaultClock
{
    /// <summary>In microseconds since 1970; 0 before it struck.</summary>
    public long BeginUs { get; private set; }

    /// <summary>Called right before the deed.</summary>
    public void Strike() => BeginUs = UnixClock.NowUs;
}
