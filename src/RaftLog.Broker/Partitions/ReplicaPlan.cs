using RaftLog.Metadata;

namespace RaftLog.Broker.Partitions;

/// <summary>
/// Decides what a broker does about its replica of one partition. Pure. What is at stake: a replica that is created although it had been here
/// before would vote and count as if it still knew what it promised, and one that is deleted too early may be the last copy.
/// </summary>
internal static class ReplicaPlan
{
    /// <summary>The step, and the replica that it is about.</summary>
    /// <param name="partition">What the image says.</param>
    /// <param name="self">This broker.</param>
    /// <param name="held">The replica that is on the disk, whole as far as known.</param>
    /// <param name="lost">The replica that was found damaged or missing here.</param>
    /// <param name="isOffline">Whether the replica that is wanted here lies in a log directory that is offline: it may be whole, and come back.</param>
    /// <param name="isCurrent">
    /// Whether the image includes this process's own registration. Only then it is surely not older than anything this broker has done before,
    /// and names no replica of another data directory as wanted here.
    /// </param>
    public static (ReplicaAction Action, ReplicaId Replica) Next(
        PartitionImage partition, BrokerId self, ReplicaId? held, ReplicaId? lost, bool isOffline, bool isCurrent)
    {
        var wanted = partition.ReplicaOn(self);
        if (held is { } here)
        {
            return (OfHeld(partition, here, wanted, isCurrent), here);
        }

        if (wanted is not { } missing)
        {
            return (ReplicaAction.None, ReplicaId.None);
        }

        return missing == lost ? (ReplicaAction.ReportLost, missing)
            : isCurrent && !isOffline ? (ReplicaAction.Create, missing)
            : (ReplicaAction.None, missing);
    }

    /// <summary>
    /// The configuration that a new replica begins with: the group's first one for those that were there from the start, none for all others, who
    /// hear theirs from the group's leader. So replacements, however many, never form a group of their own.
    /// </summary>
    public static Consensus.GroupConfiguration InitialConfiguration(PartitionImage partition, ReplicaId replica) =>
        partition.Initial.Contains(replica) ? new Consensus.GroupConfiguration(partition.Initial) : Consensus.GroupConfiguration.Empty;

    // A replica that is to be replaced but is whole stays: it may be needed for a majority, and nothing is gained by giving it up.
    private static ReplicaAction OfHeld(PartitionImage partition, ReplicaId held, ReplicaId? wanted, bool isCurrent)
    {
        if (held == wanted)
        {
            return ReplicaAction.Keep;
        }

        if (partition.Removing.Contains(held))
        {
            return wanted is not null && isCurrent ? ReplicaAction.KeepAndReport : ReplicaAction.Keep;
        }

        return isCurrent ? ReplicaAction.Delete : ReplicaAction.None;
    }
}
