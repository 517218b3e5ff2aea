using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>Checks the placement that a creator asks for, and turns it into replicas.</summary>
internal static class ManualPlacement
{
    /// <summary>What is wrong with the wish of <paramref name="topic"/>, or null.</summary>
    public static ControlError? ProblemWith(TopicCreation topic, BrokersImage brokers)
    {
        if (topic.PartitionCount != -1)
        {
            return new ControlError(ErrorCode.InvalidRequest, "With assignments, the number of partitions must be -1");
        }

        if (topic.ReplicationFactor != -1)
        {
            return new ControlError(ErrorCode.InvalidRequest, "With assignments, the replication factor must be -1");
        }

        return ProblemWithNumbers(topic.Assignments) is { } problem
            ? new ControlError(ErrorCode.InvalidReplicaAssignment, problem)
            : topic.Assignments.Select(assignment => ProblemWith(assignment, topic.Assignments[0].Brokers.Count, brokers)).FirstOrDefault(found => found is not null);
    }

    /// <summary>The replicas of each partition, in the order of the partitions.</summary>
    public static ImmutableArray<ImmutableArray<ReplicaId>> Place(TopicCreation topic, BrokersImage brokers) =>
    [
        .. topic.Assignments
            .OrderBy(assignment => assignment.Partition)
            .Select(assignment => Place(assignment, brokers)),
    ];

    /// <summary>The replicas of one partition, whose assignment was found right.</summary>
    public static ImmutableArray<ReplicaId> Place(PartitionAssignment assignment, BrokersImage brokers) =>
        [.. assignment.Brokers.Select(id => new ReplicaId(id, brokers.ById[id].Directory))];

    private static string? ProblemWithNumbers(List<PartitionAssignment> assignments) =>
        assignments.Select(assignment => assignment.Partition).Order().SequenceEqual(Enumerable.Range(0, assignments.Count))
            ? null
            : "Assignments must name the partitions 0, 1, 2 and so on, each once";

    /// <summary>What is wrong with the assignment of one partition that is to have so many replicas, or null.</summary>
    public static ControlError? ProblemWith(PartitionAssignment assignment, int replicas, BrokersImage brokers)
    {
        var ids = assignment.Brokers;
        string? problem =
            ids.Count == 0 ? "no brokers"
            : ids.Count != replicas ? $"{ids.Count} brokers where another has {replicas}"
            : ids.Distinct().Count() != ids.Count ? "a broker twice"
            : ids.Where(id => !brokers.ById.ContainsKey(id)).Select(id => $"broker {id.Value}, which is not registered").FirstOrDefault();
        return problem is null
            ? null
            : new ControlError(ErrorCode.InvalidReplicaAssignment, $"The assignment of partition {assignment.Partition} has {problem}");
    }
}
