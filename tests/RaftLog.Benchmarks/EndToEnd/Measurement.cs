using System.Text.Json;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>What one run of a load client printed: <c>raftlog bench</c>, or a foreign one that prints the same.</summary>
internal sealed record Measurement(long Records, long Bytes, double Seconds, double RecordsPerSecond, double MegabytesPerSecond, Latencies? Latency)
{
    /// <summary>How late an open loop handed its records over.</summary>
    public Latencies? Lateness { get; init; }

    /// <summary>How many batches carried the records; 0 when that was not counted.</summary>
    public long Batches { get; init; }

    /// <summary>What the client used up.</summary>
    public ClientCost? Cost { get; init; }

    /// <exception cref="LoadClientException">It is no result.</exception>
    public static Measurement Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Measurement>(json, JsonSerializerOptions.Web) ?? throw new LoadClientException($"Not a result: {json}");
        }
        catch (JsonException e)
        {
            throw new LoadClientException($"Not a result ({e.Message}): {json}");
        }
    }
}
