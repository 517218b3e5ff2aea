using System.Text.Json.Serialization;

namespace RaftLog.Chaos.History;

/// <summary>Records of one partition, at neighbouring offsets, were acknowledged.</summary>
/// <param name="AtUs">When the first of them was; the others within a millisecond.</param>
/// <param name="Partition">Where they went.</param>
/// <param name="Offset">The offset of the first, the others follow it; -1 when the client was only told, or concluded, that they are stored.</param>
/// <param name="Sequences">Their sequence numbers.</param>
/// <param name="LatenciesUs">For each, the microseconds from being handed over to the acknowledgement.</param>
public sealed record RecordsAcknowledged(
    long AtUs,
    [property: JsonPropertyName("p")] int Partition,
    [property: JsonPropertyName("o")] long Offset,
    [property: JsonPropertyName("s")] IReadOnlyList<long> Sequences,
    [property: JsonPropertyName("us")] IReadOnlyList<long> LatenciesUs)
    : HistoryEvent(AtUs);
