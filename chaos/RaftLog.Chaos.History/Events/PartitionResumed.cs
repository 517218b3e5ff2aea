using System.Text.Json.Serialization;

namespace RaftLog.Chaos.History;

/// <summary>A member was given a partition and asked the group for the committed offset.</summary>
/// <param name="AtUs">When it asked.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Offset">The committed offset that it was told; -1 when there is none.</param>
public sealed record PartitionResumed(
    long AtUs,
    [property: JsonPropertyName("p")] int Partition,
    [property: JsonPropertyName("o")] long Offset)
    : HistoryEvent(AtUs);
