using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Ends transactions in the partitions that the receiver leads. Sent between brokers, and by tools that end a hanging transaction.</summary>
[WireMessage(ApiKey.WriteTxnMarkers, "0-2", Flexible = "1+")]
public sealed partial class WriteTxnMarkersRequest : IKafkaRequest<WriteTxnMarkersRequest, WriteTxnMarkersResponse>
{
    /// <summary>The markers.</summary>
    [WireField("0+")]
    public List<Marker> Markers { get; set; } = [];

    /// <summary>The end of one transaction.</summary>
    [WireStruct]
    public sealed partial class Marker
    {
        /// <summary>The id of the producer.</summary>
        [WireField("0+")]
        public long ProducerId { get; set; }

        /// <summary>The epoch of the producer.</summary>
        [WireField("0+")]
        public short ProducerEpoch { get; set; }

        /// <summary>Whether the transaction was committed; aborted otherwise.</summary>
        [WireField("0+")]
        public bool TransactionResult { get; set; }

        /// <summary>The topics with their partitions.</summary>
        [WireField("0+")]
        public List<Topic> Topics { get; set; } = [];

        /// <summary>The epoch of the coordinator that decided.</summary>
        [WireField("0+")]
        public int CoordinatorEpoch { get; set; }

        /// <summary>The kind of transaction: 2 has an epoch of its own for each, 0 and 1 have not (KIP-1228).</summary>
        [WireField("2+", Ignorable = true)]
        public sbyte TransactionVersion { get; set; }
    }

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0+")]
        public string Name { get; set; } = "";

        /// <summary>The numbers of the partitions.</summary>
        [WireField("0+")]
        public List<int> PartitionIndexes { get; set; } = [];
    }
}
