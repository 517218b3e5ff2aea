using System.Collections.Immutable;

namespace RaftLog.Metadata;

/// <summary>One topic: its id, which no other topic ever gets, its name, and its partitions.</summary>
/// <param name="Id">The topic's id; another one after the topic was deleted and created anew.</param>
/// <param name="Name">The topic's name.</param>
/// <param name="Partitions">The partitions, the number of each being its position.</param>
public sealed record TopicImage(Guid Id, string Name, ImmutableArray<PartitionImage> Partitions)
{
    /// <summary>The partition with this number, or null.</summary>
    public PartitionImage? Partition(int number) => (uint)number < (uint)Partitions.Length ? Partitions[number] : null;

    /// <summary>Compares the partitions one by one.</summary>
    public bool Equals(TopicImage? other) =>
        other is not null && Id == other.Id && Name == other.Name && Partitions.AsSpan().SequenceEqual(other.Partitions.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();
}
