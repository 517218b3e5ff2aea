using System.Text.Json;
using System.Text.Json.Serialization;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>What one run of the load client printed.</summary>
internal sealed record Measurement(double RecordsPerSecond, double MegabytesPerSecond, Latencies? Latency)
{
    public static Measurement Parse(string json) =>
        JsonSerializer.Deserialize<Measurement>(json, JsonSerializerOptions.Web) ?? throw new LoadClientException($"Not a result: {json}");
}

/// <summary>Times from handing a record over, or from when it was due, to its acknowledgement.</summary>
internal sealed record Latencies([property: JsonPropertyName("p50Ms")] double P50Ms, [property: JsonPropertyName("p99Ms")] double P99Ms, [property: JsonPropertyName("p999Ms")] double P999Ms);
