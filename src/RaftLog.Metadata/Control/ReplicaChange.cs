using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>
/// The changes to who should hold a partition. Each keeps the books of <see cref="PartitionImage.Adding"/> and
/// <see cref="PartitionImage.Removing"/>: what is not wanted any more is not forgotten before the group's leader says that it is out.
/// </summary>
/// <remarks>
/// No identity is ever used twice in a group: a replica that was given up is followed by one with a directory id drawn anew, even on the same
/// disk. Else it could vote again in a term in which it has voted, or count for entries that it has lost.
/// </remarks>
internal static class ReplicaChange
{
    /// <summary>A new identity for a replica on a broker.</summary>
    public static ReplicaId NewIdentity(BrokerId broker, Random random) => new(broker, DirectoryId.Next(random));

    /// <summary>A replica is lost for good, and another one on the same broker takes its place.</summary>
    public static PartitionImage Replace(PartitionImage partition, ReplicaId lost, ReplicaId fresh) => partition with
    {
        Replicas = partition.Replicas.Replace(lost, fresh),
        Adding = partition.Adding.Remove(lost).Add(fresh),
        Removing = partition.Removing.Add(lost),
    };

    /// <summary>
    /// The replica whose place another one was to take is there after all: it keeps its place. Null when it was not to be replaced.
    /// </summary>
    public static PartitionImage? Restore(PartitionImage partition, ReplicaId found) =>
        partition.Removing.Contains(found) && partition.ReplicaOn(found.Broker) is { } replacement
            ? partition with
            {
                Replicas = partition.Replicas.Replace(replacement, found),
                Adding = partition.Adding.Remove(replacement),
                Removing = partition.Removing.Remove(found).Add(replacement),
            }
            : null;

    /// <summary>
    /// What a broker held is gone, though none of it was wanted there any more: should the partition come back to it, then not under the identity that is
    /// on its way out. One that comes after it, and is never made, says so.
    /// </summary>
    public static PartitionImage Succeed(PartitionImage partition, ReplicaId fresh) => partition with { Removing = partition.Removing.Add(fresh) };

    /// <summary>
    /// These are the voters of the group: who was to be added and is among them has arrived, who was to be removed and is not has left. Null
    /// when that is no news.
    /// </summary>
    public static PartitionImage? Settle(PartitionImage partition, IReadOnlyCollection<ReplicaId> voters)
    {
        // A successor stays for as long as the one that it came for: without it, that one would seem to be the one to come back (LeavingFrom).
        var stillVoting = partition.Removing.Where(voters.Contains).Select(replica => replica.Broker).ToHashSet();
        var next = partition with
        {
            Adding = partition.Adding.RemoveAll(voters.Contains),
            Removing = partition.Removing.RemoveAll(replica => !stillVoting.Contains(replica.Broker)),
        };
        return next.Equals(partition) ? null : next;
    }

    /// <summary>
    /// The partition is to be held by these brokers. A replica that is still on its way out of one of them stays what it is; elsewhere a new one
    /// is placed.
    /// </summary>
    public static PartitionImage Move(PartitionImage partition, IEnumerable<BrokerId> brokers, Random random)
    {
        ImmutableArray<ReplicaId> wanted = [.. brokers.Select(broker => partition.ReplicaOn(broker) ?? LeavingFrom(partition, broker) ?? NewIdentity(broker, random))];
        return partition with
        {
            Replicas = wanted,
            Adding = [.. wanted.Where(replica => partition.Adding.Contains(replica) || !partition.Replicas.Contains(replica))],
            Removing = [.. partition.Removing.Concat(partition.Replicas).Where(replica => !wanted.Contains(replica))],
        };
    }

    /// <summary>Takes back a move that is under way; null when there is none. Replacements of lost replicas go on.</summary>
    public static PartitionImage? CancelMove(PartitionImage partition, Random random)
    {
        return partition.IsMoving
            ? Move(partition, partition.Replicas.Select(replica => replica.Broker).Except(partition.AddingBrokers).Concat(partition.RemovingBrokers), random)
            : null;
    }

    // The latest, where a lost one and its successor are both on their way out.
    private static ReplicaId? LeavingFrom(PartitionImage partition, BrokerId broker)
    {
        for (int i = partition.Removing.Length - 1; i >= 0; i--)
        {
            if (partition.Removing[i].Broker == broker)
            {
                return partition.Removing[i];
            }
        }

        return null;
    }
}
