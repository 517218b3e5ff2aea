using System.Text.Json.Serialization;

namespace RaftLog.Chaos.History;

/// <summary>
/// The producer is about to hand over the records with these sequence numbers. Written to the file before it does, so that a record in the
/// log that no such line names was never sent by anybody.
/// </summary>
/// <param name="AtUs">When.</param>
/// <param name="First">The first sequence number. They start at 0 and leave none out.</param>
/// <param name="Count">How many.</param>
public sealed record RecordsSent(
    long AtUs,
    [property: JsonPropertyName("first")] long First,
    [property: JsonPropertyName("count")] int Count)
    : HistoryEvent(AtUs);
