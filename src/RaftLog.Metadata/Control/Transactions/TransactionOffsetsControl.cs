using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>Keeps offsets of consumer groups until their transaction ends. Whether a member may commit is the coordinator's question, not this one's.</summary>
internal static class TransactionOffsetsControl
{
    /// <summary>Keeps offsets; those that cannot be are left out and say why.</summary>
    public static ControlResult<CommitTransactionOffsetsResult> Commit(MetadataImage image, CommitTransactionOffsetsCommand command, DateTimeOffset now)
    {
        var error = TransactionCheck.ProblemWithAddition(image, command, out var transaction);
        if (error == ErrorCode.None)
        {
            error = ProblemWithGroup(transaction!, command);
        }

        if (error != ErrorCode.None)
        {
            return new ControlResult<CommitTransactionOffsetsResult>(new CommitTransactionOffsetsResult { Error = error });
        }

        var response = new CommitTransactionOffsetsResult
        {
            Partitions = command.Offsets.ConvertAll(offset => new PartitionOutcome
            {
                Topic = offset.Topic,
                Partition = offset.Partition,
                Error = OffsetsControl.ProblemWith(image, offset),
            }),
        };
        long nowMs = now.ToUnixTimeMilliseconds();
        var kept = command.Offsets
            .Where((_, i) => response.Partitions[i].Error == ErrorCode.None)
            .Select(offset => KeyValuePair.Create(new TopicPartition(offset.Topic, offset.Partition), OffsetsControl.Committed(offset, nowMs)))
            .ToList();
        return kept.Count == 0
            ? new ControlResult<CommitTransactionOffsetsResult>(response)
            : new ControlResult<CommitTransactionOffsetsResult>(
                [
                    .. TransactionPartitionsControl.Begin(transaction!, command.TransactionVersion, nowMs),
                    TransactionOffsetsRecord.Of(command.TransactionalId, command.ConsumerGroup, nowMs, kept),
                ],
                response);
    }

    // A late request of a transaction that is over must not begin another one, which nobody would end: only version 2 can tell, by the epoch (KIP-890).
    private static ErrorCode ProblemWithGroup(TransactionImage transaction, CommitTransactionOffsetsCommand command) =>
        command.ConsumerGroup.Length == 0 ? ErrorCode.InvalidGroupId
        : command.TransactionVersion >= TransactionTransitions.EpochPerTransaction ? ErrorCode.None
        : transaction.PendingOffsets.ContainsKey(command.ConsumerGroup) ? ErrorCode.None
        : ErrorCode.TransactionAbortable;
}
