using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Takes the positions of a consumer group into a transaction, before they are sent with <see cref="TxnOffsetCommitRequest"/>.</summary>
[WireMessage(ApiKey.AddOffsetsToTxn, "0-4", Flexible = "3+")]
public sealed partial class AddOffsetsToTxnRequest : IKafkaRequest<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>
{
    /// <summary>The transactional id.</summary>
    [WireField("0+")]
    public string TransactionalId { get; set; } = "";

    /// <summary>The id of the producer.</summary>
    [WireField("0+")]
    public long ProducerId { get; set; }

    /// <summary>The epoch of the producer.</summary>
    [WireField("0+")]
    public short ProducerEpoch { get; set; }

    /// <summary>The id of the group.</summary>
    [WireField("0+")]
    public string GroupId { get; set; } = "";
}
