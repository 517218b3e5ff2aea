using System.Text.Json.Serialization;

namespace RaftLog.Chaos.History;

/// <summary>What a client was told of an operation.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
public enum Outcome
{
    /// <summary>Nothing: it may have been carried out, now or later, or not.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>It was carried out.</summary>
    [JsonStringEnumMemberName("acknowledged")]
    Acknowledged,

    /// <summary>It was refused for good.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
