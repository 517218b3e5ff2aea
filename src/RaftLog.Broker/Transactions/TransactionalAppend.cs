using RaftLog.Broker.Partitions;
using RaftLog.Replication;

namespace RaftLog.Broker.Transactions;

/// <summary>A transactional batch on its way into the log of a partition.</summary>
/// <param name="Leader">The partition here.</param>
/// <param name="Claim">The transaction that it belongs to.</param>
/// <param name="Verification">What it was appended with.</param>
internal sealed record TransactionalAppend(PartitionReplica Leader, TransactionClaim Claim, TransactionVerification Verification)
{
    /// <summary>Whether the log is known to wait for an answer about it.</summary>
    public bool IsWanted => Verification.IsWanted is { IsCompletedSuccessfully: true, Result: true };

    /// <summary>Hands on what the coordinator said, in the words of a partition's leader: a producer does not understand all those of its coordinator.</summary>
    public void Answer(ErrorCode error) => Leader.Answer(Verification, ForProducer(error));

    private ErrorCode ForProducer(ErrorCode error) => error switch
    {
        ErrorCode.ProducerFenced => ErrorCode.InvalidProducerEpoch,
        ErrorCode.TransactionAbortable when !Claim.KnowsAbortable => ErrorCode.InvalidTxnState,
        ErrorCode.ConcurrentTransactions when Claim.AddsPartition => error,

        // To be tried again here: the leader is right, and looking for another one would help nobody.
        ErrorCode.ConcurrentTransactions or ErrorCode.NotController or ErrorCode.RequestTimedOut or ErrorCode.NotCoordinator
            or ErrorCode.CoordinatorNotAvailable or ErrorCode.CoordinatorLoadInProgress or ErrorCode.UnknownServerError => ErrorCode.NotEnoughReplicas,
        _ => error,
    };
}
