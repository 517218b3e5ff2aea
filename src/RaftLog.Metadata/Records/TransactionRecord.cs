using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The state of a transactional id. Its partitions and offsets have records of their own, and stay as long as the state has room for them.</summary>
[WireMessage(MetadataRecordType.Transaction, "0")]
public sealed partial class TransactionRecord : MetadataRecord
{
    /// <summary>The transactional id.</summary>
    [WireField("0+")]
    public string TransactionalId { get; init; } = "";

    /// <summary>The state.</summary>
    [WireField("0+")]
    public TransactionState State { get; init; }

    /// <summary>The producer id in use.</summary>
    [WireField("0+")]
    public long ProducerId { get; init; }

    /// <summary>The only epoch that may go on.</summary>
    [WireField("0+")]
    public short ProducerEpoch { get; init; }

    /// <summary>The producer id before; -1 without.</summary>
    [WireField("0+")]
    public long PreviousProducerId { get; init; } = TransactionImage.NoProducerId;

    /// <summary>The same producer's epoch before; -1 without.</summary>
    [WireField("0+")]
    public short LastProducerEpoch { get; init; } = TransactionImage.NoEpoch;

    /// <summary>The producer id that takes over at the end; -1 without.</summary>
    [WireField("0+")]
    public long NextProducerId { get; init; } = TransactionImage.NoProducerId;

    /// <summary>After how long a transaction is aborted, in milliseconds.</summary>
    [WireField("0+")]
    public int TimeoutMs { get; init; }

    /// <summary>The client's version of transactions, 1 or 2.</summary>
    [WireField("0+")]
    public sbyte Version { get; init; } = 1;

    /// <summary>When the transaction began, in Unix milliseconds; -1 without.</summary>
    [WireField("0+")]
    public long StartTimestampMs { get; init; } = -1;

    /// <summary>When anything last happened, in Unix milliseconds.</summary>
    [WireField("0+")]
    public long UpdateTimestampMs { get; init; }

    /// <summary>The record that sets the state of <paramref name="transaction"/>.</summary>
    internal static TransactionRecord Of(TransactionImage transaction) => new()
    {
        TransactionalId = transaction.TransactionalId,
        State = transaction.State,
        ProducerId = transaction.ProducerId,
        ProducerEpoch = transaction.ProducerEpoch,
        PreviousProducerId = transaction.PreviousProducerId,
        LastProducerEpoch = transaction.LastProducerEpoch,
        NextProducerId = transaction.NextProducerId,
        TimeoutMs = transaction.TimeoutMs,
        Version = transaction.Version,
        StartTimestampMs = transaction.StartTimestampMs,
        UpdateTimestampMs = transaction.UpdateTimestampMs,
    };

    /// <summary>The state alone, without partitions and offsets.</summary>
    internal TransactionImage ToImage() => new()
    {
        TransactionalId = TransactionalId,
        State = State,
        ProducerId = ProducerId,
        ProducerEpoch = ProducerEpoch,
        PreviousProducerId = PreviousProducerId,
        LastProducerEpoch = LastProducerEpoch,
        NextProducerId = NextProducerId,
        TimeoutMs = TimeoutMs,
        Version = Version,
        StartTimestampMs = StartTimestampMs,
        UpdateTimestampMs = UpdateTimestampMs,
    };
}
