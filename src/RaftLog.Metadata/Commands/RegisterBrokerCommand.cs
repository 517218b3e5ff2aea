using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A broker makes itself known: at its start, and again when the controller does not know its epoch.</summary>
[WireMessage(ControllerCommandType.RegisterBroker, "0")]
public sealed partial class RegisterBrokerCommand
{
    /// <summary>The broker's number.</summary>
    [WireField("0+")]
    public BrokerId Broker { get; set; }

    /// <summary>The cluster it believes to belong to; refused when it is another one.</summary>
    [WireField("0+")]
    public string ClusterId { get; set; } = "";

    /// <summary>Drawn at the start of the broker's process.</summary>
    [WireField("0+")]
    public Guid IncarnationId { get; set; }

    /// <summary>The id of its data directory.</summary>
    [WireField("0+")]
    public DirectoryId Directory { get; set; }

    /// <summary>Its replica of the metadata group; unassigned from who does not say: then it goes by the id of the data directory.</summary>
    [WireField("0+", Tag = 0)]
    public DirectoryId MetadataReplica { get; set; }

    /// <summary>The host that Kafka clients are told.</summary>
    [WireField("0+")]
    public string KafkaHost { get; set; } = "";

    /// <summary>The port that Kafka clients are told.</summary>
    [WireField("0+")]
    public int KafkaPort { get; set; }

    /// <summary>The host that other brokers connect to.</summary>
    [WireField("0+")]
    public string PeerHost { get; set; } = "";

    /// <summary>The port that other brokers connect to.</summary>
    [WireField("0+")]
    public int PeerPort { get; set; }

    /// <summary>The rack, if configured.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? Rack { get; set; }
}
