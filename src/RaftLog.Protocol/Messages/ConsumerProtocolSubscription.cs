using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>
/// What a consumer puts into <see cref="JoinGroupRequest.GroupProtocol.Metadata"/>: an int16 version, then this. It belongs to the
/// clients; the broker passes it on as bytes.
/// </summary>
[WireMessage("0-3", Flexible = "none")]
public sealed partial class ConsumerProtocolSubscription
{
    /// <summary>The topics.</summary>
    [WireField("0+")]
    public List<string> Topics { get; set; } = [];

    /// <summary>What the assignment strategy adds of its own.</summary>
    [WireField("0+", Nullable = "0+")]
    public byte[]? UserData { get; set; }

    /// <summary>What the member reads at present, for cooperative rebalancing (KIP-429).</summary>
    [WireField("1+", Ignorable = true)]
    public List<TopicPartitions> OwnedPartitions { get; set; } = [];

    /// <summary>The generation of the group.</summary>
    [WireField("2+", Ignorable = true)]
    public int GenerationId { get; set; } = -1;

    /// <summary>The rack of the client; empty when it has none.</summary>
    [WireField("3+", Nullable = "3+", Ignorable = true)]
    public string? RackId { get; set; }

    /// <summary>Partitions of one topic.</summary>
    [WireStruct]
    public sealed partial class TopicPartitions
    {
        /// <summary>The name of the topic.</summary>
        [WireField("1+")]
        public string Topic { get; set; } = "";

        /// <summary>The partitions.</summary>
        [WireField("1+")]
        public List<int> Partitions { get; set; } = [];
    }
}
