using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>The ends of the leader epochs asked for.</summary>
[WireMessage(ApiKey.OffsetForLeaderEpoch, "0-4", Flexible = "4+")]
public sealed partial class OffsetForLeaderEpochResponse : IKafkaResponse<OffsetForLeaderEpochResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("2+", Ignorable = true)]
    public int ThrottleTimeMs { get; set; }

    /// <summary>The topics.</summary>
    [WireField("0+")]
    public List<OffsetForLeaderTopicResult> Topics { get; set; } = [];

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class OffsetForLeaderTopicResult
    {
        /// <summary>The name of the topic.</summary>
        [WireField("0+")]
        public string Topic { get; set; } = "";

        /// <summary>The partitions.</summary>
        [WireField("0+")]
        public List<EpochEndOffset> Partitions { get; set; } = [];
    }

    /// <summary>Where a leader epoch ends.</summary>
    [WireStruct]
    public sealed partial class EpochEndOffset
    {
        /// <summary>What went wrong.</summary>
        [WireField("0+")]
        public ErrorCode ErrorCode { get; set; }

        /// <summary>The number of the partition.</summary>
        [WireField("0+")]
        public int Partition { get; set; }

        /// <summary>The leader epoch; -1 when unknown.</summary>
        [WireField("1+", Ignorable = true)]
        public int LeaderEpoch { get; set; } = -1;

        /// <summary>The offset at its end, exclusive.</summary>
        [WireField("0+")]
        public long EndOffset { get; set; } = -1;
    }
}
