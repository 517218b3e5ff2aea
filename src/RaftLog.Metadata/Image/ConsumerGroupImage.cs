using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>What outlives the coordinator of a consumer group: the offsets, and the group's last stable state as the coordinator encoded it.</summary>
public sealed record ConsumerGroupImage
{
    /// <summary>The group's name.</summary>
    public required string Id { get; init; }

    /// <summary>The generation that <see cref="State"/> belongs to; 0 before the first.</summary>
    public int Generation { get; init; }

    /// <summary>The protocol type, <c>consumer</c> as a rule; empty when only offsets were ever committed.</summary>
    public string ProtocolType { get; init; } = "";

    /// <summary>The coordinator's own encoding of members and assignment, opaque here; empty when the group has no members.</summary>
    public ReadOnlyMemory<byte> State { get; init; }

    /// <summary>The committed offsets.</summary>
    public ImmutableDictionary<TopicPartition, CommittedOffset> Offsets { get; init; } = ImmutableDictionary<TopicPartition, CommittedOffset>.Empty;

    /// <summary>Compares states byte by byte and offsets one by one.</summary>
    public bool Equals(ConsumerGroupImage? other) =>
        other is not null
        && Id == other.Id
        && Generation == other.Generation
        && ProtocolType == other.ProtocolType
        && State.Span.SequenceEqual(other.State.Span)
        && Offsets.Count == other.Offsets.Count
        && Offsets.All(pair => other.Offsets.TryGetValue(pair.Key, out var committed) && committed == pair.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Generation, Offsets.Count);
}
