using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace RaftLog.Benchmarks.Groups;

/// <summary>How long things took, collected by many at once.</summary>
internal sealed class Latencies
{
    private readonly ConcurrentBag<double> _milliseconds = [];

    public int Count => _milliseconds.Count;

    public async Task<T> TimeAsync<T>(Func<Task<T>> work)
    {
        long began = Stopwatch.GetTimestamp();
        T result = await work();
        _milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        return result;
    }

    /// <summary>Median, 99th percentile and maximum.</summary>
    public override string ToString()
    {
        double[] sorted = [.. _milliseconds.Order()];
        return sorted.Length == 0 ? "-" : string.Create(
            CultureInfo.InvariantCulture, $"{At(sorted, 0.5):0.0} / {At(sorted, 0.99):0.0} / {sorted[^1]:0.0}");
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
}
