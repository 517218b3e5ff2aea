using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>
/// The log directories of a broker. The fields with tags from <c>10000</c> on are no part of Kafka's protocol: they say what else an operator must know of
/// the broker's disks, and clients that do not know them pass them over, as they do with every unknown tag (KIP-482).
/// </summary>
[WireMessage(ApiKey.DescribeLogDirs, "0-5", Flexible = "2+")]
public sealed partial class DescribeLogDirsResponse : IKafkaResponse<DescribeLogDirsResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong.</summary>
    [WireField("3+", Ignorable = true)]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The directories.</summary>
    [WireField("0+")]
    public List<Result> Results { get; set; } = [];

    /// <summary>How the metadata log of the broker is.</summary>
    [WireField("2+", Tag = 10000, Ignorable = true)]
    public MetadataLogState MetadataLog { get; set; }

    /// <summary>The replicas of the broker that are not what they should be.</summary>
    [WireField("2+", Tag = 10001, Ignorable = true)]
    public List<Absence> Absent { get; set; } = [];

    /// <summary>One directory.</summary>
    [WireStruct]
    public sealed partial class Result
    {
        /// <summary><see cref="ErrorCode.KafkaStorageError"/> when it cannot be used.</summary>
        [WireField("0+")]
        public ErrorCode ErrorCode { get; set; }

        /// <summary>Where it is.</summary>
        [WireField("0+")]
        public string LogDir { get; set; } = "";

        /// <summary>The replicas that are open in it.</summary>
        [WireField("0+")]
        public List<Topic> Topics { get; set; } = [];

        /// <summary>The size of the volume that it is on, in bytes; -1 when unknown.</summary>
        [WireField("4+", Ignorable = true)]
        public long TotalBytes { get; set; } = -1;

        /// <summary>What can still be written to it, in bytes; -1 when unknown.</summary>
        [WireField("4+", Ignorable = true)]
        public long UsableBytes { get; set; } = -1;

        /// <summary>Whether nothing new is put there (KIP-1066).</summary>
        [WireField("5+", Ignorable = true)]
        public bool IsCordoned { get; set; }
    }

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0+")]
        public string Name { get; set; } = "";

        /// <summary>The partitions.</summary>
        [WireField("0+")]
        public List<Partition> Partitions { get; set; } = [];
    }

    /// <summary>One replica.</summary>
    [WireStruct]
    public sealed partial class Partition
    {
        /// <summary>The number of the partition.</summary>
        [WireField("0+")]
        public int PartitionIndex { get; set; }

        /// <summary>The size of its segments, in bytes.</summary>
        [WireField("0+")]
        public long PartitionSize { get; set; }

        /// <summary>How far the end of the log is ahead of the high watermark.</summary>
        [WireField("0+")]
        public long OffsetLag { get; set; }

        /// <summary>Whether it is to take the place of the present replica once it is filled.</summary>
        [WireField("0+")]
        public bool IsFutureKey { get; set; }
    }

    /// <summary>One replica that is not what it should be.</summary>
    [WireStruct]
    public sealed partial class Absence
    {
        /// <summary>The topic.</summary>
        [WireField("2+")]
        public string Topic { get; set; } = "";

        /// <summary>The number of the partition.</summary>
        [WireField("2+")]
        public int PartitionIndex { get; set; }

        /// <summary>What is the matter.</summary>
        [WireField("2+")]
        public ReplicaTrouble Trouble { get; set; }
    }
}
