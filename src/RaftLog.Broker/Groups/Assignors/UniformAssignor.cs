namespace RaftLog.Broker.Groups.Assignors;

/// <summary>Gives every member as many partitions as any other, as nearly as subscriptions allow, and moves none without need.</summary>
internal sealed class UniformAssignor : IPartitionAssignor
{
    public string Name => "uniform";

    public Assignment Assign(AssignmentProblem problem) =>
        problem.Members.Count == 0 ? Assignment.None
        : problem.IsUniform ? new EvenShares(problem).Assign()
        : new LeastLoaded(problem).Assign();
}
