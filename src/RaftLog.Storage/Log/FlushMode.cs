namespace RaftLog.Storage;

/// <summary>When an appended entry counts as persisted (topic configuration <c>raftlog.flush</c>).</summary>
public enum FlushMode
{
    /// <summary>After the flush that follows it. Acknowledged records survive a power loss of all brokers.</summary>
    Always,

    /// <summary>As soon as it is written to the page cache; flushed in the background by time. A power loss of a majority can lose acknowledged records, a killed process cannot.</summary>
    Interval,
}
