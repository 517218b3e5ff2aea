using RaftLog.Broker.Partitions;
using RaftLog.Metadata;
using RaftLog.Replication;

namespace RaftLog.Broker.Transactions;

/// <summary>
/// Appends batches that belong to transactions. The log itself knows which transactions are open in it; of one that would begin there, the coordinator
/// is asked first, while the batch waits in its place in the order (KIP-890). So no transaction begins in a log that nobody would ever end.
/// </summary>
internal sealed class TransactionalAppends(ControllerClient controller)
{
    private const sbyte WithPartitionsAdded = 1;
    private const sbyte WithEpochs = 2;

    /// <summary>What goes with an append of such a batch.</summary>
    public static TransactionVerification Begin(in TransactionClaim claim) => new() { BeginsAtZero = claim.AddsPartition };

    /// <summary>Appends a batch; takes over the reference.</summary>
    /// <param name="leader">The partition here.</param>
    /// <param name="frame">The batch behind header room.</param>
    /// <param name="acks">When it counts as done.</param>
    /// <param name="claim">The transaction that it belongs to.</param>
    /// <param name="verification">What <see cref="Begin"/> gave for it: says afterwards why the batch was refused.</param>
    public async Task<AppendOutcome> AppendAsync(
        PartitionReplica leader, PooledBuffer frame, AppendAcks acks, TransactionClaim claim, TransactionVerification verification)
    {
        var appending = leader.AppendAsync(frame, acks, verification);
        if (await verification.IsWanted)
        {
            var error = ErrorCode.UnknownServerError;
            try
            {
                error = await VerifyAsync(claim);
            }
            finally
            {
                leader.Answer(verification, error);
            }
        }

        return await appending;
    }

    private async Task<ErrorCode> VerifyAsync(TransactionClaim claim)
    {
        var result = await controller.AddPartitionsToTransactionAsync(new AddPartitionsToTransactionCommand
        {
            TransactionalId = claim.TransactionalId,
            ProducerId = claim.Producer.Id,
            ProducerEpoch = claim.Producer.Epoch,
            VerifyOnly = !claim.AddsPartition,
            TransactionVersion = claim.AddsPartition ? WithEpochs : WithPartitionsAdded,
            Partitions = [new PartitionReference { Topic = claim.Partition.Topic, Partition = claim.Partition.Partition }],
        });
        return ForProducer(result.IsSuccess ? result.Partitions[0].Error : result.Error, claim);
    }

    // A producer understands the words of a partition's leader, not all those of its coordinator.
    private static ErrorCode ForProducer(ErrorCode error, in TransactionClaim claim) => error switch
    {
        ErrorCode.ProducerFenced => ErrorCode.InvalidProducerEpoch,
        ErrorCode.TransactionAbortable when !claim.KnowsAbortable => ErrorCode.InvalidTxnState,
        ErrorCode.ConcurrentTransactions when claim.AddsPartition => error,

        // To be tried again here: the leader is right, and looking for another one would help nobody.
        ErrorCode.ConcurrentTransactions or ErrorCode.NotController or ErrorCode.RequestTimedOut or ErrorCode.NotCoordinator
            or ErrorCode.CoordinatorNotAvailable or ErrorCode.CoordinatorLoadInProgress or ErrorCode.UnknownServerError => ErrorCode.NotEnoughReplicas,
        _ => error,
    };
}
