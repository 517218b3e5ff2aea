namespace RaftLog.Server.Configuration;

/// <summary>When an appended record reaches stable storage.</summary>
public enum FlushPolicy
{
    /// <summary>Before it is acknowledged: it survives all brokers losing power at once.</summary>
    Always,

    /// <summary>In the background, at intervals: the page caches of a majority hold it when it is acknowledged.</summary>
    Interval,
}
