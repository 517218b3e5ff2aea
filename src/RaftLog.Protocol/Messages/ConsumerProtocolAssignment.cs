using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>
/// What a group's leader puts into <see cref="SyncGroupRequest.MemberAssignment.Assignment"/>: an int16 version, then this. It belongs
/// to the clients; the broker passes it on as bytes.
/// </summary>
[WireMessage("0-3", Flexible = "none")]
public sealed partial class ConsumerProtocolAssignment
{
    /// <summary>What the member is to read.</summary>
    [WireField("0+")]
    public List<TopicPartitions> AssignedPartitions { get; set; } = [];

    /// <summary>What the assignment strategy adds of its own.</summary>
    [WireField("0+", Nullable = "0+")]
    public byte[]? UserData { get; set; }

    /// <summary>Partitions of one topic.</summary>
    [WireStruct]
    public sealed partial class TopicPartitions
    {
        /// <summary>The name of the topic.</summary>
        [WireField("0+")]
        public string Topic { get; set; } = "";

        /// <summary>The partitions.</summary>
        [WireField("0+")]
        public List<int> Partitions { get; set; } = [];
    }
}
