using System.Text.Json.Serialization;

namespace RaftLog.Chaos.History;

/// <summary>
/// Records that were given up after a broker may have had them: they may be in the log or not. What was sent and is named in no later
/// line, since the worker was killed, counts the same.
/// </summary>
/// <param name="AtUs">When.</param>
/// <param name="Sequences">Their sequence numbers.</param>
/// <param name="Why">The error.</param>
public sealed record OutcomesUnknown(
    long AtUs,
    [property: JsonPropertyName("s")] IReadOnlyList<long> Sequences,
    [property: JsonPropertyName("why")] string Why)
    : HistoryEvent(AtUs);
