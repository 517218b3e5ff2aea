using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>Takes a broker that is gone for good out of the cluster.</summary>
[WireMessage(ControllerCommandType.UnregisterBroker, "0")]
public sealed partial class UnregisterBrokerCommand
{
    /// <summary>The broker's number.</summary>
    [WireField("0+")]
    public BrokerId Broker { get; set; }
}
