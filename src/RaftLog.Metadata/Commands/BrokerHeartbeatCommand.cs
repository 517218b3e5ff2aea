using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A broker says that it lives.</summary>
[WireMessage(ControllerCommandType.BrokerHeartbeat, "0")]
public sealed partial class BrokerHeartbeatCommand
{
    /// <summary>The broker's number.</summary>
    [WireField("0+")]
    public BrokerId Broker { get; set; }

    /// <summary>The epoch of its registration.</summary>
    [WireField("0+")]
    public long BrokerEpoch { get; set; }

    /// <summary>Whether its own image has this registration: before that it does not know what the cluster expects of it, and stays fenced.</summary>
    [WireField("0+")]
    public bool IsCaughtUp { get; set; }

    /// <summary>Whether it wants to stop: it is given no more work, and told when it may go.</summary>
    [WireField("0+")]
    public bool WantsShutdown { get; set; }
}
