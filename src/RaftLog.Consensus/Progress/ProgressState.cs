namespace RaftLog.Consensus;

/// <summary>
/// How a leader sends to one follower:
/// <code>
///              acknowledged                 entries are gone from the log
///      Probe ───────────────► Replicate ───────────────┐
///        ▲ ◄───────────────────   │                    ▼
///        │   refused, unreachable └──────────────► Snapshot
///        └──────────────────────────────────────────── ┘  shipped, failed, or acknowledged beyond the gap
/// </code>
/// </summary>
public enum ProgressState : byte
{
    /// <summary>One append a round, to find out where the logs part.</summary>
    Probe = 0,

    /// <summary>Appends are pipelined, as far as the window allows.</summary>
    Replicate = 1,

    /// <summary>A snapshot is on its way; no appends meanwhile.</summary>
    Snapshot = 2,
}
