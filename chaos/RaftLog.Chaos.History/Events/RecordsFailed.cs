using System.Text.Json.Serialization;

namespace RaftLog.Chaos.History;

/// <summary>Records that can not be in the log: they were refused before any broker saw them.</summary>
/// <param name="AtUs">When.</param>
/// <param name="Sequences">Their sequence numbers.</param>
/// <param name="Why">The error.</param>
public sealed record RecordsFailed(
    long AtUs,
    [property: JsonPropertyName("s")] IReadOnlyList<long> Sequences,
    [property: JsonPropertyName("why")] string Why)
    : HistoryEvent(AtUs);
