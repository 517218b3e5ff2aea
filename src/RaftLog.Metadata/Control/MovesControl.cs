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
            result.Partitions.Add(new PartitionOutcome
            {
                Topic = move.Topic,
                Partition = move.Partition,
                Error = error?.Code ?? ErrorCode.None,
                ErrorMessage = error?.Message,
            });
        }

        return new ControlResult<MovePartitionsResult>(records, result);
    }

    private static ControlError? Decide(MetadataImage image, PartitionMove move, bool allowsAnotherCount, Random random, List<MetadataRecord> records)
    {
        if (!image.Topics.TryGet(move.Topic, out var topic) || topic.Partition(move.Partition) is not { } partition)
        {
            return new ControlError(ErrorCode.UnknownTopicOrPartition, $"There is no partition {move.Partition} of a topic '{move.Topic}'");
        }

        if (!move.IsCancellation && ProblemWith(image, partition, move.Brokers, allowsAnotherCount) is { } error)
        {
            return error;
        }

        var next = move.IsCancellation ? ReplicaChange.CancelMove(partition, random) : ReplicaChange.Move(partition, move.Brokers, random);
        if (next is null)
        {
            return new ControlError(ErrorCode.NoReassignmentInProgress, $"Partition {move.Partition} of topic '{move.Topic}' is not being moved");
        }

        if (!next.Equals(partition))
        {
            records.Add(PartitionRecord.Of(topic.Id, next));
        }

        return null;
    }

    private static ControlError? ProblemWith(MetadataImage image, PartitionImage partition, List<BrokerId> brokers, bool allowsAnotherCount)
    {
        string? problem =
            brokers.Count == 0 ? "names no brokers"
            : brokers.Distinct().Count() < brokers.Count ? "names a broker twice"
            : brokers.Where(id => !image.Brokers.ById.ContainsKey(id)).Select(id => $"names broker {id.Value}, which is not registered").FirstOrDefault();
        if (problem is not null)
        {
            return new ControlError(ErrorCode.InvalidReplicaAssignment, $"The assignment {problem}");
        }

        // While it is moved, the number of replicas is that which it is moved to.
        return !allowsAnotherCount && brokers.Count != partition.Replicas.Length
            ? new ControlError(
                ErrorCode.InvalidReplicationFactor, $"The partition has {partition.Replicas.Length} replicas, and the request does not allow {brokers.Count}")
            : null;
    }
}
