using RaftLog.Cli.Bench;

namespace RaftLog.Cli.Tests;

public sealed class LatencyHistogramTests
{
    [Test]
    public void Quantiles_AgreeWithSortedTimes_WithinThePrecisionOfABucket()
    {
        var random = new Random(5);
        var histogram = new LatencyHistogram();
        long[] ticks = Enumerable.Range(0, 20_000).Select(_ => (long)Math.Exp(random.NextDouble() * 20)).Order().ToArray();
        foreach (long time in ticks)
        {
            histogram.Add(TimeSpan.FromTicks(time));
        }

        foreach (double share in new[] { 0.01, 0.5, 0.9, 0.99, 0.999, 1 })
        {
            long exact = ticks[Math.Max(0, (int)Math.Ceiling(ticks.Length * share) - 1)];
            Assert.That(histogram.Quantile(share).Ticks, Is.InRange(exact, exact + (exact / 60) + 1), $"share {share}");
        }

        Assert.That(histogram.Max.Ticks, Is.EqualTo(ticks[^1]));
    }

    [Test]
    public void EmptyHistogram_HasNoLatency() => Assert.That(BenchLatency.Of(new LatencyHistogram()), Is.Null);

    [Test]
    public void ExtremeTimes_HaveABucket()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.Zero);
        histogram.Add(TimeSpan.FromTicks(-5));
        histogram.Add(TimeSpan.MaxValue);

        Assert.That(histogram.Quantile(0.5), Is.EqualTo(TimeSpan.Zero));
        Assert.That(histogram.Quantile(1), Is.EqualTo(TimeSpan.MaxValue));
    }
}
