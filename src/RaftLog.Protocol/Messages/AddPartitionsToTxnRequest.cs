using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Takes partitions into a transaction. Clients send up to version 3, brokers the batched versions above (KIP-890).</summary>
[WireMessage(ApiKey.AddPartitionsToTxn, "0-5", Flexible = "3+")]
public sealed partial class AddPartitionsToTxnRequest : IKafkaRequest<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>
{
    /// <summary>The transactions.</summary>
    [WireField("4+")]
    public List<Transaction> Transactions { get; set; } = [];

    /// <summary>The transactional id.</summary>
    [WireField("0-3")]
    public string V3AndBelowTransactionalId { get; set; } = "";

    /// <summary>The id of the producer.</summary>
    [WireField("0-3")]
    public long V3AndBelowProducerId { get; set; }

    /// <summary>The epoch of the producer.</summary>
    [WireField("0-3")]
    public short V3AndBelowProducerEpoch { get; set; }

    /// <summary>The topics with their partitions.</summary>
    [WireField("0-3")]
    public List<Topic> V3AndBelowTopics { get; set; } = [];

    /// <summary>One transaction.</summary>
    [WireStruct]
    public sealed partial class Transaction
    {
        /// <summary>The transactional id.</summary>
        [WireField("4+")]
        public string TransactionalId { get; set; } = "";

        /// <summary>The id of the producer.</summary>
        [WireField("4+")]
        public long ProducerId { get; set; }

        /// <summary>The epoch of the producer.</summary>
        [WireField("4+")]
        public short ProducerEpoch { get; set; }

        /// <summary>Whether to say only if the partitions are in the transaction, and to add none.</summary>
        [WireField("4+")]
        public bool VerifyOnly { get; set; }

        /// <summary>The topics with their partitions.</summary>
        [WireField("4+")]
        public List<Topic> Topics { get; set; } = [];
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
        public List<int> Partitions { get; set; } = [];
    }
}
