using System.Text.Json.Serialization;

namespace RaftLog.Chaos.History;

/// <summary>The offsets of a partition: asked for before it is read back, or those of a replica, once all of it was read.</summary>
/// <param name="AtUs">When.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Start">The first offset that is there.</param>
/// <param name="End">The offset after the last.</param>
public sealed record PartitionBounds(
    long AtUs,
    [property: JsonPropertyName("p")] int Partition,
    [property: JsonPropertyName("start")] long Start,
    [property: JsonPropertyName("end")] long End)
    : HistoryEvent(AtUs);
