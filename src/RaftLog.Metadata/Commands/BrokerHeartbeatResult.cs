using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="BrokerHeartbeatCommand"/>.</summary>
[WireMessage("0")]
public sealed partial class BrokerHeartbeatResult : ControllerResult
{
    /// <summary>Whether the cluster takes the broker for gone.</summary>
    [WireField("0+")]
    public bool IsFenced { get; set; }

    /// <summary>Whether a broker that wants to stop may do so.</summary>
    [WireField("0+")]
    public bool MayShutDown { get; set; }
}
