namespace RaftLog.Broker.Groups.Assignors;

/// <summary>A way in which the coordinator divides partitions among the members of a group (KIP-848). Pure.</summary>
internal interface IPartitionAssignor
{
    /// <summary>The name that clients ask for it by.</summary>
    string Name { get; }

    /// <summary>Divides all partitions of subscribed topics: each goes to exactly one member that subscribes to its topic.</summary>
    Assignment Assign(AssignmentProblem problem);
}
