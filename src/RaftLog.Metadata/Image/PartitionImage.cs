using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>One partition as the controller wants it: its Raft group and who should hold a copy (DESIGN: the image is the wanted set, the group's own log the actual one).</summary>
/// <param name="Number">The partition's number in its topic, from 0.</param>
/// <param name="Group">The Raft group that is this partition's log; never used for another one.</param>
/// <param name="Replicas">The wanted replicas; the first is the preferred leader.</param>
public sealed record PartitionImage(int Number, GroupId Group, ImmutableArray<ReplicaId> Replicas)
{
    /// <summary>Whether <paramref name="broker"/> should hold a copy.</summary>
    public bool IsOn(BrokerId broker)
    {
        foreach (var replica in Replicas)
        {
            if (replica.Broker == broker)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Compares the replicas one by one: arrays as such compare by identity.</summary>
    public bool Equals(PartitionImage? other) =>
        other is not null && Number == other.Number && Group == other.Group && Replicas.AsSpan().SequenceEqual(other.Replicas.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Number, Group);
}
