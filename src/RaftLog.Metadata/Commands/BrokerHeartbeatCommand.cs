namespace RaftLog.Metadata;

/// <summary>A broker says that it lives.</summary>
public sealed partial class BrokerHeartbeatCommand
{
    /// <summary>The broker's number.</summary>
    public int BrokerId { get; set; }

    /// <summary>The epoch of its registration.</summary>
    public long BrokerEpoch { get; set; }

    /// <summary>The last metadata index that it has applied; a broker that lags behind its own registration stays fenced.</summary>
    public long AppliedIndex { get; set; }

    /// <summary>Whether it wants to stop: it is given no more work, and told when it may go.</summary>
    public bool WantsShutdown { get; set; }
}
