namespace RaftLog.Metadata;

/// <summary>A broker makes itself known: at its start, and again when the controller does not know its epoch.</summary>
public sealed partial class RegisterBrokerCommand
{
    /// <summary>The broker's number.</summary>
    public int BrokerId { get; set; }

    /// <summary>The cluster it believes to belong to; refused when it is another one.</summary>
    public string ClusterId { get; set; } = "";

    /// <summary>Drawn at the start of the broker's process.</summary>
    public Guid IncarnationId { get; set; }

    /// <summary>The id of its data directory.</summary>
    public long DirectoryId { get; set; }

    /// <summary>The host that Kafka clients are told.</summary>
    public string KafkaHost { get; set; } = "";

    /// <summary>The port that Kafka clients are told.</summary>
    public int KafkaPort { get; set; }

    /// <summary>The host that other brokers connect to.</summary>
    public string PeerHost { get; set; } = "";

    /// <summary>The port that other brokers connect to.</summary>
    public int PeerPort { get; set; }

    /// <summary>The rack, if configured.</summary>
    public string? Rack { get; set; }
}
