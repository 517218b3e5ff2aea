using System.Text.Json.Serialization;

namespace RaftLog.Chaos.History;

/// <summary>Records of one partition, at neighbouring offsets, were returned to a reader.</summary>
/// <param name="AtUs">When.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Offset">The offset of the first; the others follow it.</param>
/// <param name="Records">Their names (<see cref="RecordName"/>), or what else was found in their place.</param>
/// <param name="LatenciesUs">For each, the microseconds since its producer handed it over; null where nobody asked.</param>
public sealed record RecordsRead(
    long AtUs,
    [property: JsonPropertyName("p")] int Partition,
    [property: JsonPropertyName("o")] long Offset,
    [property: JsonPropertyName("v")] IReadOnlyList<string> Records,
    [property: JsonPropertyName("us"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<long>? LatenciesUs = null)
    : HistoryEvent(AtUs);
