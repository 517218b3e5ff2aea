using RaftLog.Benchmarks.EndToEnd;
using RaftLog.Benchmarks.Results;
using RaftLog.LocalCluster;

namespace RaftLog.Benchmarks.Floor;

/// <summary>A row that measures batches of one size, and right after it the floor under any design with the same.</summary>
/// <param name="batchBytes">The size of a batch.</param>
/// <param name="window">How many batches the floor has under way.</param>
/// <param name="title">What is done, in words.</param>
/// <param name="suffix">What tells its name from that of another row of that size.</param>
internal abstract class FloorRow(int batchBytes, int window, string title, string suffix = "") : Row(FormattableString.Invariant($"floor-{batchBytes}{suffix}"), title)
{
    private const double FloorSeconds = 3;

    /// <summary>What the load client is told, besides for how long.</summary>
    public abstract string[] Load { get; }

    public override async Task<Sample> MeasureAsync(BenchCluster cluster, string flush, double scale, CancellationToken cancellation)
    {
        string topic = await cluster.CreateTopicAsync(1, flush, cancellation);
        Measurement ours = await cluster.Client.ProduceAsync(topic, [.. Load, .. SteadyState.Lengths(scale)], cancellation);
        await cluster.DeleteTopicAsync(topic, cancellation);
        string folder = Path.Combine(Checkout.Root, ".run", $"floor-{Environment.ProcessId}");
        var time = TimeSpan.FromSeconds(FloorSeconds * scale);
        FloorFigures floor = await FloorRun.MeasureAsync(folder, flush == BothModes[0], batchBytes, window, time, cancellation);
        await DiskSettling.WaitAsync(cancellation);
        var sample = new Sample();
        Compare(sample, ours, floor);
        return sample;
    }

    /// <summary>Puts both figures and their ratio into the sample.</summary>
    protected abstract void Compare(Sample sample, Measurement ours, FloorFigures floor);
}
