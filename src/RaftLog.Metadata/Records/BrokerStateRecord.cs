using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A broker was fenced or unfenced, or is about to stop.</summary>
[WireMessage(MetadataRecordType.BrokerState, "0")]
public sealed partial class BrokerStateRecord : MetadataRecord
{
    /// <summary>The broker.</summary>
    [WireField("0+")]
    public BrokerId Broker { get; init; }

    /// <summary>Whether it is held to be gone.</summary>
    [WireField("0+")]
    public bool IsFenced { get; init; }

    /// <summary>Whether it is about to stop.</summary>
    [WireField("0+")]
    public bool IsShuttingDown { get; init; }
}
