using System.Globalization;
using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.Soak;

/// <summary>
/// Compares the end of a run with its beginning: the median of five minutes each, of fewer in a short run. The machine's own figures stand beside it: they do
/// not change the verdict, they say whose it is.
/// </summary>
internal sealed class SoakVerdict
{
    private const int ComparedMinutes = 5;
    private const double Allowed = 0.1;
    private const double Percent = 100;

    private readonly List<string> _lines = [];

    public SoakVerdict(IReadOnlyList<SoakMinute> minutes)
    {
        int compared = Math.Max(1, Math.Min(ComparedMinutes, minutes.Count / 2));
        SoakMinute[] first = [.. minutes.Take(compared)];
        SoakMinute[] last = [.. minutes.TakeLast(compared)];
        Judge("records/s", first, last, minute => minute.RecordsPerSecond, isMoreBetter: true);
        Judge("p99 ms", first, last, minute => minute.P99Ms, isMoreBetter: false);
        Judge("memory of all brokers, MiB", first, last, minute => minute.MemoryMiB, isMoreBetter: false);
        Tell("the brokers' CPU s per million", first, last, minute => minute.CpuSecondsPerMillion);
        Tell("the machine: % stolen", first, last, minute => minute.StolenShare * Percent);
        Tell("the machine: 4 KiB append + fdatasync, p99 ms", first, last, minute => minute.FlushP99Ms);
    }

    /// <summary>Whether nothing got worse by more than a tenth.</summary>
    public bool IsSteady { get; private set; } = true;

    /// <summary>One line for each figure.</summary>
    public IReadOnlyList<string> Lines => _lines;

    private void Judge(string name, SoakMinute[] first, SoakMinute[] last, Func<SoakMinute, double> value, bool isMoreBetter)
    {
        (double before, double after) = Medians(first, last, value);
        double change = (after / before) - 1;
        bool isSteady = isMoreBetter ? change >= -Allowed : change <= Allowed;
        IsSteady &= isSteady;
        _lines.Add(string.Create(
            CultureInfo.InvariantCulture, $"{name}: {before:N1} at first, {after:N1} at the end, {change:+0.0%;-0.0%;0.0%}: {(isSteady ? "steady" : "WORSE")}"));
    }

    private void Tell(string name, SoakMinute[] first, SoakMinute[] last, Func<SoakMinute, double> value)
    {
        (double before, double after) = Medians(first, last, value);
        _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {before:0.00} at first, {after:0.00} at the end"));
    }

    private static (double Before, double After) Medians(SoakMinute[] first, SoakMinute[] last, Func<SoakMinute, double> value) =>
        (Statistics.Median(first.Select(value)), Statistics.Median(last.Select(value)));
}
