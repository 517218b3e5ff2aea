using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A broker was registered, in place of an earlier registration if there was one.</summary>
[WireMessage(MetadataRecordType.BrokerRegistration, "0")]
public sealed partial class BrokerRegistrationRecord : MetadataRecord
{
    /// <summary>The broker.</summary>
    [WireField("0+")]
    public BrokerId Broker { get; init; }

    /// <summary>The incarnation of its process.</summary>
    [WireField("0+")]
    public Guid IncarnationId { get; init; }

    /// <summary>The epoch of this registration.</summary>
    [WireField("0+")]
    public long BrokerEpoch { get; init; }

    /// <summary>Its data directory.</summary>
    [WireField("0+")]
    public DirectoryId Directory { get; init; }

    /// <summary>The host for Kafka clients.</summary>
    [WireField("0+")]
    public string KafkaHost { get; init; } = "";

    /// <summary>The port for Kafka clients.</summary>
    [WireField("0+")]
    public int KafkaPort { get; init; }

    /// <summary>The host for other brokers.</summary>
    [WireField("0+")]
    public string PeerHost { get; init; } = "";

    /// <summary>The port for other brokers.</summary>
    [WireField("0+")]
    public int PeerPort { get; init; }

    /// <summary>The rack, if any.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? Rack { get; init; }

    /// <summary>Its replica of the metadata group; unassigned from who does not say: then it goes by the id of the data directory.</summary>
    [WireField("0+", Tag = 0)]
    public DirectoryId MetadataReplica { get; init; }

    /// <summary>Whether it is held to be gone.</summary>
    [WireField("0+")]
    public bool IsFenced { get; init; } = true;

    /// <summary>Whether it is about to stop.</summary>
    [WireField("0+")]
    public bool IsShuttingDown { get; init; }
}
