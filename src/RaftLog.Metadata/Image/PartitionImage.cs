using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>One partition as the controller wants it: its Raft group and who should hold a copy (DESIGN: the image is the wanted set, the group's own log the actual one).</summary>
/// <param name="Number">The partition's number in its topic, from 0.</param>
/// <param name="Group">The Raft group that is this partition's log; never used for another one.</param>
/// <param name="Replicas">The wanted replicas; the first is the preferred leader.</param>
public sealed record PartitionImage(int Number, GroupId Group, ImmutableArray<ReplicaId> Replicas)
{
    /// <summary>
    /// The replicas that the partition was created with, and so the first configuration of its group. Never changes: a replica that came later
    /// learns its configuration from the group, so that empty replicas cannot form a group beside the one that has the data.
    /// </summary>
    public ImmutableArray<ReplicaId> Initial { get; init; } = Replicas;

    /// <summary>Those of <see cref="Replicas"/> that are yet to be voters of the group.</summary>
    public ImmutableArray<ReplicaId> Adding { get; init; } = [];

    /// <summary>
    /// The replicas that are not wanted any more but may still be voters; those that are there stay open until they are not. None is among
    /// <see cref="Replicas"/>.
    /// </summary>
    public ImmutableArray<ReplicaId> Removing { get; init; } = [];

    /// <summary>Whether the group is not known to be as it is wanted.</summary>
    public bool IsChanging => !Adding.IsEmpty || !Removing.IsEmpty;

    /// <summary>The replicas whose place a new one on the same broker is to take, because what they held is lost.</summary>
    public IEnumerable<ReplicaId> Lost => Removing.Where(replica => IsOn(replica.Broker));

    /// <summary>The brokers that a move brings in; a broker that only replaces what it had is none.</summary>
    public IEnumerable<BrokerId> AddingBrokers => Adding.Select(replica => replica.Broker).Except(Removing.Select(replica => replica.Broker));

    /// <summary>The brokers that a move takes out.</summary>
    public IEnumerable<BrokerId> RemovingBrokers => Removing.Select(replica => replica.Broker).Distinct().Where(broker => !IsOn(broker));

    /// <summary>Whether the partition is being moved to other brokers.</summary>
    public bool IsMoving => AddingBrokers.Any() || RemovingBrokers.Any();

    /// <summary>The wanted replica on a broker; null when none is wanted there.</summary>
    public ReplicaId? ReplicaOn(BrokerId broker)
    {
        foreach (var replica in Replicas)
        {
            if (replica.Broker == broker)
            {
                return replica;
            }
        }

        return null;
    }

    /// <summary>Whether <paramref name="broker"/> should hold a copy.</summary>
    public bool IsOn(BrokerId broker) => ReplicaOn(broker) is not null;

    /// <summary>Compares the replicas one by one: arrays as such compare by identity.</summary>
    public bool Equals(PartitionImage? other) =>
        other is not null
        && Number == other.Number
        && Group == other.Group
        && Replicas.AsSpan().SequenceEqual(other.Replicas.AsSpan())
        && Adding.AsSpan().SequenceEqual(other.Adding.AsSpan())
        && Removing.AsSpan().SequenceEqual(other.Removing.AsSpan())
        && Initial.AsSpan().SequenceEqual(other.Initial.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Number, Group);
}
