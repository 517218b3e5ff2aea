using System.Globalization;
using RaftLog.Benchmarks.EndToEnd;
using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.Floor;

/// <summary>Produces in batches of one size as fast as the cluster acknowledges, beside the floor.</summary>
/// <param name="batchBytes">The size of a batch.</param>
/// <param name="window">How many batches the floor has under way; an idempotent producer has five (KIP-98).</param>
/// <param name="producers">How many producers the cluster has for it.</param>
/// <param name="suffix">What tells its name from that of another row of that size.</param>
internal sealed class FloorThroughputRow(int batchBytes, int window, int producers = 1, string suffix = "") : FloorRow(
    batchBytes, window, TitleOf(batchBytes, window, producers), suffix)
{
    private const int Kibibyte = 1024;
    private const int RecordBytes = 1000;

    public override string[] Load { get; } = ["--size", Number(RecordBytes), "--batch-bytes", Number(batchBytes), "--producers", Number(producers)];

    protected override void Compare(Sample sample, Measurement ours, FloorFigures floor)
    {
        sample[Metric.MegabytesPerSecond] = ours.MegabytesPerSecond;
        sample[Metric.RecordsPerBatch] = (double)ours.Records / ours.Batches;
        sample[Metric.FloorMegabytesPerSecond] = floor.MegabytesPerSecond;
        sample[Metric.ShareOfFloor] = ours.MegabytesPerSecond / floor.MegabytesPerSecond;
    }

    private static string TitleOf(int batchBytes, int window, int producers) => string.Create(
        CultureInfo.InvariantCulture, $"batches of {Size(batchBytes)}{(producers == 1 ? "" : $" by {producers} producers")}, {window} in flight at the floor");

    private static string Size(int bytes) => bytes < Kibibyte * Kibibyte
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Kibibyte} KiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / Kibibyte / Kibibyte} MiB");
}
