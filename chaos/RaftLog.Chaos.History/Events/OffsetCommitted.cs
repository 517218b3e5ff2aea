using System.Text.Json.Serialization;

namespace RaftLog.Chaos.History;

/// <summary>A member committed, or tried to. Written when the outcome is known.</summary>
/// <param name="AtUs">When it began.</param>
/// <param name="DoneUs">When it ended.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Offset">The offset of the next record to read.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record OffsetCommitted(
    long AtUs,
    [property: JsonPropertyName("done")] long DoneUs,
    [property: JsonPropertyName("p")] int Partition,
    [property: JsonPropertyName("o")] long Offset,
    [property: JsonPropertyName("outcome")] Outcome Outcome)
    : HistoryEvent(AtUs);
