using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.Groups;

/// <summary>How long things took, collected by many at once.</summary>
internal sealed class CallTimes
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
        double[] times = [.. _milliseconds];
        return times.Length == 0 ? "-" : string.Create(
            CultureInfo.InvariantCulture, $"{Statistics.Quantile(times, 0.5):0.0} / {Statistics.Quantile(times, 0.99):0.0} / {times.Max():0.0}");
    }
}
