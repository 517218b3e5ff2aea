using System.Globalization;
using RaftLog.Benchmarks.Limits;

namespace RaftLog.Benchmarks.Results;

/// <summary>The machine's limits in words and numbers.</summary>
internal static class LimitTable
{
    private static readonly (string Title, string Unit, string Format, Func<MachineLimits, double> Value)[] Lines =
    [
        ("sequential write, buffered", "MB/s", "N0", limits => limits.BufferedWriteMegabytesPerSecond),
        ("1 MiB append + fdatasync", "MB/s", "N0", limits => limits.FlushedWriteMegabytesPerSecond),
        ("4 KiB append + fdatasync, p50", "ms", "0.000", limits => limits.SmallFlushP50Ms),
        ("4 KiB append + fdatasync, p99", "ms", "0.00", limits => limits.SmallFlushP99Ms),
        ("the same over zeros, p50", "ms", "0.000", limits => limits.OverZerosFlushP50Ms),
        ("loopback round trip, p50", "ms", "0.000", limits => limits.RoundTripP50Ms),
        ("loopback TCP", "MB/s", "N0", limits => limits.LoopbackMegabytesPerSecond),
        ("memory copy", "MB/s", "N0", limits => limits.CopyMegabytesPerSecond),
        ("CRC-32C, one core", "MB/s", "N0", limits => limits.ChecksumMegabytesPerSecond),
        ("integer steps, one core", "million/s", "N0", limits => limits.MillionStepsPerSecond),
        ("stolen by other machines", "", "0 %", limits => limits.StolenShare),
    ];

    public static string OneLine(MachineLimits limits) =>
        string.Join(", ", Lines.Select(line => $"{line.Title} {Number(line.Value(limits), line.Format)} {line.Unit}".TrimEnd()));

    /// <summary>A Markdown table: the first measurement, the last, and the range of all.</summary>
    public static void Write(TextWriter output, IReadOnlyList<MachineLimits> measured)
    {
        output.WriteLine("| limit of the machine | | first | last | median | range |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach ((string title, string unit, string format, Func<MachineLimits, double> value) in Lines)
        {
            Spread spread = Spread.Of([.. measured.Select(value)]);
            output.WriteLine(
                $"| {title} | {unit} | {Number(value(measured[0]), format)} | {Number(value(measured[^1]), format)} | {Number(spread.Median, format)} | "
                + $"{Number(spread.Lowest, format)}..{Number(spread.Highest, format)} |");
        }
    }

    private static string Number(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
