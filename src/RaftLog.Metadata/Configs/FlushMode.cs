namespace RaftLog.Metadata;

/// <summary>When written records are flushed to stable storage (<c>raftlog.flush</c>).</summary>
public enum FlushMode
{
    /// <summary>Before they are acknowledged: they survive all brokers losing power at once.</summary>
    Always,

    /// <summary>In the background, after at most <c>flush.ms</c>: they survive a minority of brokers lost, and killed processes.</summary>
    Interval,
}
