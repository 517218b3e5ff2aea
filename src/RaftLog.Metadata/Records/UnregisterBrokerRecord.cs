using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A broker left for good.</summary>
[WireMessage(MetadataRecordType.UnregisterBroker, "0")]
public sealed partial class UnregisterBrokerRecord : MetadataRecord
{
    /// <summary>The broker.</summary>
    [WireField("0+")]
    public BrokerId Broker { get; init; }
}
