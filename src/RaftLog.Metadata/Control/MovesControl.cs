using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>Moves partitions between brokers, as people ask for it (KIP-455). What is decided here is only who should hold them.</summary>
internal static class MovesControl
{
    /// <summary>Decides each move by itself; those that cannot be say why.</summary>
    public static ControlResult<MovePartitionsResult> Move(MetadataImage image, MovePartitionsCommand command, Random random)
    {
        var records = new List<MetadataRecord>();
        var result = new MovePartitionsResult();
        foreach (var move in command.Moves)
        {
            var error = Decide(image, move, command.AllowsReplicationFactorChange, random, records);
            result.Partitions.Add(new PartitionOutcome { Topic = move.Topic, Partition = move.Partition, Error = error });
        }

        return new ControlResult<MovePartitionsResult>(records, result);
    }

    private static ErrorCode Decide(MetadataImage image, PartitionMove move, bool allowsAnotherCount, Random random, List<MetadataRecord> records)
    {
        if (!image.Topics.TryGet(move.Topic, out var topic) || topic.Partition(move.Partition) is not { } partition)
        {
            return ErrorCode.UnknownTopicOrPartition;
        }

        if (!move.IsCancellation && ProblemWith(image, partition, move.Brokers, allowsAnotherCount) is { } error)
        {
            return error;
        }

        var next = move.IsCancellation ? ReplicaChange.CancelMove(partition, random) : ReplicaChange.Move(partition, move.Brokers, random);
        if (next is null)
        {
            return ErrorCode.NoReassignmentInProgress;
        }

        if (!next.Equals(partition))
        {
            records.Add(PartitionRecord.Of(topic.Id, next));
        }

        return ErrorCode.None;
    }

    private static ErrorCode? ProblemWith(MetadataImage image, PartitionImage partition, List<BrokerId> brokers, bool allowsAnotherCount)
    {
        if (brokers.Count == 0 || brokers.Distinct().Count() < brokers.Count || !brokers.TrueForAll(image.Brokers.ById.ContainsKey))
        {
            return ErrorCode.InvalidReplicaAssignment;
        }

        // While it is moved, the number of replicas is that which it is moved to.
        return !allowsAnotherCount && brokers.Count != partition.Replicas.Length ? ErrorCode.InvalidReplicationFactor : null;
    }
}
