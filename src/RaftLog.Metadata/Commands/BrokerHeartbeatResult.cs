namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="BrokerHeartbeatCommand"/>.</summary>
public sealed partial class BrokerHeartbeatResult : ControllerResult
{
    /// <summary>Whether the cluster takes the broker for gone.</summary>
    public bool IsFenced { get; set; }

    /// <summary>Whether the broker has applied its own registration.</summary>
    public bool IsCaughtUp { get; set; }

    /// <summary>Whether a broker that wants to stop may do so.</summary>
    public bool MayShutDown { get; set; }
}
