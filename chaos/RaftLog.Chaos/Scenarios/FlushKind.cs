namespace RaftLog.Chaos;

/// <summary>What the topic's <c>raftlog.flush</c> may be.</summary>
internal enum FlushKind
{
    /// <summary>Flushed on a majority before acknowledged.</summary>
    Always,

    /// <summary>Flushed in the background.</summary>
    Interval,
}
