using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Broker;

/// <summary>
/// The one table from the outcomes of the modules below to Kafka's error codes. What decides a code is what clients do on it: a wrong
/// retriable one loops for ever, a wrong fatal one kills a producer.
/// </summary>
internal static class KafkaErrors
{
    /// <summary>How an append ended.</summary>
    public static ErrorCode Of(AppendStatus status) => status switch
    {
        AppendStatus.Appended or AppendStatus.Duplicate => ErrorCode.None,
        AppendStatus.NotLeader => ErrorCode.NotLeaderOrFollower,

        // Nothing was appended and the leader is right: wait and try here again.
        AppendStatus.LogFull or AppendStatus.TransactionEnded => ErrorCode.NotEnoughReplicas,
        AppendStatus.OutOfOrderSequence => ErrorCode.OutOfOrderSequenceNumber,
        AppendStatus.InvalidProducerEpoch => ErrorCode.InvalidProducerEpoch,
        AppendStatus.InvalidTransactionState or AppendStatus.TransactionRefused => ErrorCode.InvalidTxnState,
        AppendStatus.CoordinatorFenced => ErrorCode.TransactionCoordinatorFenced,
        AppendStatus.Offline => ErrorCode.KafkaStorageError,

        // Another replica is about to lead.
        AppendStatus.ShuttingDown => ErrorCode.NotLeaderOrFollower,

        // Of membership changes only; no client's append ends so.
        AppendStatus.InvalidConfiguration => ErrorCode.InvalidRequest,
        _ => ErrorCode.UnknownServerError,
    };

    /// <summary>What is wrong with a batch from a producer.</summary>
    public static ErrorCode Of(RecordBatchProblem problem) => problem switch
    {
        RecordBatchProblem.None => ErrorCode.None,

        // Damage on the way: the same batch sent again may arrive well.
        RecordBatchProblem.CrcMismatch => ErrorCode.CorruptMessage,
        RecordBatchProblem.UnsupportedMagic => ErrorCode.UnsupportedForMessageFormat,
        RecordBatchProblem.UnknownCodec or RecordBatchProblem.CodecUnavailable => ErrorCode.UnsupportedCompressionType,

        // The producer built it wrong and will build it wrong again.
        _ => ErrorCode.InvalidRecord,
    };

    /// <summary>How a read ended.</summary>
    public static ErrorCode Of(ReadStatus status) => status switch
    {
        ReadStatus.Ok => ErrorCode.None,
        _ => ErrorCode.OffsetOutOfRange,
    };

    /// <summary>Whether a read failed because of the log beneath (damaged, offline, or being closed) rather than because of a defect here.</summary>
    public static bool IsStorageFailure(Exception exception) =>
        exception is LogCorruptException or LogOfflineException or IOException or ObjectDisposedException;

    /// <summary>What the controller said to a request that a group coordinator made of a client's.</summary>
    public static ErrorCode ForGroup(ErrorCode controllerError) => controllerError switch
    {
        // The coordinator is where the controller is.
        ErrorCode.NotController => ErrorCode.NotCoordinator,
        _ => controllerError,
    };
}
