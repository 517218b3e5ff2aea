using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>Takes partitions and groups into transactions.</summary>
internal static class TransactionPartitionsControl
{
    /// <summary>Adds partitions, or says whether they are in; those that do not exist are left out and say so.</summary>
    public static ControlResult<AddPartitionsToTransactionResult> AddPartitions(
        MetadataImage image, AddPartitionsToTransactionCommand command, DateTimeOffset now)
    {
        var error = TransactionCheck.ProblemWithAddition(image, command, out var transaction);
        if (error != ErrorCode.None)
        {
            return new ControlResult<AddPartitionsToTransactionResult>(new AddPartitionsToTransactionResult { Error = error });
        }

        return command.VerifyOnly
            ? new ControlResult<AddPartitionsToTransactionResult>(Answer(command, partition => Verified(transaction!, partition)))
            : Add(image, transaction!, command, now.ToUnixTimeMilliseconds());
    }

    /// <summary>Adds a consumer group.</summary>
    public static ControlResult<AddOffsetsToTransactionResult> AddOffsets(MetadataImage image, AddOffsetsToTransactionCommand command, DateTimeOffset now)
    {
        var error = TransactionCheck.ProblemWithAddition(image, command, out var transaction);
        if (error == ErrorCode.None && command.ConsumerGroup.Length == 0)
        {
            error = ErrorCode.InvalidGroupId;
        }

        if (error != ErrorCode.None || transaction!.PendingOffsets.ContainsKey(command.ConsumerGroup))
        {
            return new ControlResult<AddOffsetsToTransactionResult>(new AddOffsetsToTransactionResult { Error = error });
        }

        long nowMs = now.ToUnixTimeMilliseconds();
        return new ControlResult<AddOffsetsToTransactionResult>(
            [.. Begin(transaction, command.TransactionVersion, nowMs), TransactionOffsetsRecord.Of(command.TransactionalId, command.ConsumerGroup, nowMs, [])],
            new AddOffsetsToTransactionResult());
    }

    /// <summary>The record that opens a transaction; none when it is open.</summary>
    public static IEnumerable<MetadataRecord> Begin(TransactionImage transaction, sbyte version, long nowMs) =>
        transaction.State == TransactionState.Ongoing ? [] : [TransactionRecord.Of(TransactionTransitions.Begun(transaction, version, nowMs))];

    private static ErrorCode Verified(TransactionImage transaction, TopicPartition partition) =>
        transaction.Partitions.Contains(partition) ? ErrorCode.None : ErrorCode.TransactionAbortable;

    private static ControlResult<AddPartitionsToTransactionResult> Add(
        MetadataImage image, TransactionImage transaction, AddPartitionsToTransactionCommand command, long nowMs)
    {
        var answer = Answer(command, partition => image.Topics.TryGet(partition, out _) ? ErrorCode.None : ErrorCode.UnknownTopicOrPartition);
        var added = answer.Partitions
            .Where(outcome => outcome.Error == ErrorCode.None)
            .Select(outcome => new TopicPartition(outcome.Topic, outcome.Partition))
            .Where(partition => !transaction.Partitions.Contains(partition))
            .Distinct()
            .ToList();
        return added.Count == 0
            ? new ControlResult<AddPartitionsToTransactionResult>(answer)
            : new ControlResult<AddPartitionsToTransactionResult>(
                [.. Begin(transaction, command.TransactionVersion, nowMs), TransactionPartitionsRecord.Of(command.TransactionalId, added)], answer);
    }

    private static AddPartitionsToTransactionResult Answer(AddPartitionsToTransactionCommand command, Func<TopicPartition, ErrorCode> outcome) => new()
    {
        Partitions = command.Partitions.ConvertAll(partition => new PartitionOutcome
        {
            Topic = partition.Topic,
            Partition = partition.Partition,
            Error = outcome(new TopicPartition(partition.Topic, partition.Partition)),
        }),
    };
}
