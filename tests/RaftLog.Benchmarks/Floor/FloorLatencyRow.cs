using RaftLog.Benchmarks.EndToEnd;
using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.Floor;

/// <summary>Produces one record at a time, beside the floor with batches that are as large as the record's: about 128 bytes.</summary>
internal sealed class FloorLatencyRow() : FloorRow(BatchBytes, window: 1, "one batch of 128 B at a time")
{
    private const int BatchBytes = 128;

    // With its header and framing a batch of 128.
    private const int RecordBytes = 60;

    public override string[] Load => ["--one-at-a-time", "--size", Number(RecordBytes)];

    protected override void Compare(Sample sample, Measurement ours, FloorFigures floor)
    {
        sample[Metric.P50Ms] = ours.Latency!.P50Ms;
        sample[Metric.P99Ms] = ours.Latency.P99Ms;
        sample[Metric.FloorP50Ms] = floor.P50Ms;
        sample[Metric.TimesFloorP50] = ours.Latency.P50Ms / floor.P50Ms;
    }
}
