using System.Text.Json.Serialization;

namespace RaftLog.Chaos.History;

/// <summary>Begins the life of a worker; all lines below it in the file are its own, up to the next such line.</summary>
/// <param name="AtUs">When.</param>
/// <param name="Name">Its name, unique in the run for producers: it is half of the name of each of their records.</param>
/// <param name="Role">What it does.</param>
/// <param name="Client">The client library, for people.</param>
/// <param name="Idempotent">For producers: whether the brokers must keep each record at most once, and in order.</param>
/// <param name="Group">For members of a consumer group: its name.</param>
public sealed record WorkerStarted(
    long AtUs,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("role")] WorkerRole Role,
    [property: JsonPropertyName("client")] string Client,
    [property: JsonPropertyName("idempotent")] bool Idempotent = false,
    [property: JsonPropertyName("group")] string? Group = null)
    : HistoryEvent(AtUs);
