using System.Text.Json.Serialization;

namespace RaftLog.Chaos.History;

/// <summary>A member gave partitions up.</summary>
/// <param name="AtUs">When.</param>
/// <param name="Partitions">The partitions.</param>
/// <param name="Lost">Whether the group had taken them away before, so that there was no time to commit.</param>
public sealed record PartitionsReleased(
    long AtUs,
    [property: JsonPropertyName("p")] IReadOnlyList<int> Partitions,
    [property: JsonPropertyName("lost")] bool Lost)
    : HistoryEvent(AtUs);
