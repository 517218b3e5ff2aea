using System.Globalization;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>
/// How long rows warm up and measure. By time, not by records: what a warm-up is for, the compilers of client and brokers having done what they will do, takes
/// seconds however many records go into them. That it was enough is measured too: the methods that were still compiled are columns of the result.
/// </summary>
internal static class SteadyState
{
    // Hot methods are compiled anew in steps of hundreds of milliseconds, on processors that the load wants as well.
    private const double WarmUpSeconds = 4;
    private const double MeasuredSeconds = 5;

    // A quick look still has to measure something.
    private const double Least = 0.2;

    /// <summary>The load client's options for a warm-up and what is measured after it.</summary>
    public static string[] Lengths(double scale) => [.. WarmUp(scale), "--seconds", Seconds(MeasuredSeconds, scale)];

    /// <summary>Its options for the warm-up alone.</summary>
    public static string[] WarmUp(double scale) => ["--warm-up-seconds", Seconds(WarmUpSeconds, scale)];

    /// <summary>Its options for load that is not measured: to fill a topic, or to make brokers warm.</summary>
    public static string[] Unmeasured(double seconds, double scale) => ["--warm-up", "0", "--seconds", Seconds(seconds, scale)];

    private static string Seconds(double usual, double scale) => Math.Max(Least, usual * scale).ToString("0.###", CultureInfo.InvariantCulture);
}
