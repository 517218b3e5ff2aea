using RaftLog.Cli.Output;

namespace RaftLog.Cli.Bench;

/// <summary>What a measurement found. Rates count acknowledged (or consumed) records and their values' bytes; a megabyte is 10^6 bytes.</summary>
internal sealed record BenchResult(long Records, long Bytes, double Seconds, BenchLatency? Latency)
{
    private const double BytesPerMegabyte = 1e6;
    private const double Million = 1e6;

    public double RecordsPerSecond => Records / Seconds;

    public double MegabytesPerSecond => Bytes / BytesPerMegabyte / Seconds;

    /// <summary>How late records were handed over in an open loop: part of <see cref="Latency"/>, but the load client's own.</summary>
    public BenchLatency? Lateness { get; init; }

    /// <summary>How many batches carried the records; 0 when that was not counted.</summary>
    public long Batches { get; init; }

    /// <summary>What the load client used up meanwhile.</summary>
    public BenchCost? Cost { get; init; }

    /// <summary>Writes the result as a table, or as JSON.</summary>
    public void Write(CliContext context, bool json)
    {
        if (json)
        {
            JsonOutput.Write(context, this);
            return;
        }

        var table = TableOutput.Create(
            "#records", "#seconds", "#records/s", "#MB/s", "#p50 ms", "#p99 ms", "#p99.9 ms", "#max ms", "#CPU s per million", "#bytes allocated per record");
        table.Row(
            $"{Records:N0}",
            $"{Seconds:0.00}",
            $"{RecordsPerSecond:N0}",
            $"{MegabytesPerSecond:0.0}",
            Shown(Latency?.P50Ms),
            Shown(Latency?.P99Ms),
            Shown(Latency?.P999Ms),
            Shown(Latency?.MaxMs),
            Shown((Cost?.UserSeconds + Cost?.SystemSeconds) / Records * Million),
            Shown((double?)Cost?.AllocatedBytes / Records));
        table.Print(context);
    }

    private static string? Shown(double? number) => number?.ToString("0.00");
}
