using System.Text.Json.Serialization;

namespace RaftLog.Chaos.History;

/// <summary>Something that a person who reads the history may want to know: a restart, an error that was survived.</summary>
/// <param name="AtUs">When.</param>
/// <param name="Words">The words.</param>
public sealed record WorkerNote(long AtUs, [property: JsonPropertyName("words")] string Words) : HistoryEvent(AtUs);
