using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A broker asks for producer ids to give out.</summary>
[WireMessage(ControllerCommandType.AllocateProducerIds, "0")]
public sealed partial class AllocateProducerIdsCommand
{
    /// <summary>The broker's number.</summary>
    [WireField("0+")]
    public BrokerId Broker { get; set; }

    /// <summary>The epoch of its registration.</summary>
    [WireField("0+")]
    public long BrokerEpoch { get; set; }
}
