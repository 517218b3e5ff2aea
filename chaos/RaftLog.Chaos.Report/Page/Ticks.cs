using System.Globalization;

namespace RaftLog.Chaos.Report;

/// <summary>Round numbers for axes.</summary>
internal static class Ticks
{
    private static readonly int[] TimeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

    private static readonly int[] BucketSteps = [100, 200, 250, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000];

    /// <summary>The step between labels of a time axis, in seconds.</summary>
    public static int TimeStep(double seconds, int mostLabels) => TimeSteps.FirstOrDefault(step => seconds / step <= mostLabels, TimeSteps[^1]);

    /// <summary>The width of the buckets that a time is cut into for drawing, in microseconds.</summary>
    public static long BucketUs(double seconds, int mostBuckets) =>
        1000L * BucketSteps.FirstOrDefault(step => seconds * 1000 / step <= mostBuckets, BucketSteps[^1]);

    /// <summary>A step of 1, 2 or 5 times a power of ten that cuts a range into a few pieces.</summary>
    public static double Step(double range, int mostPieces)
    {
        double rough = Math.Max(range, 1) / mostPieces;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * ((rough / power) switch
        {
            <= 1 => 1,
            <= 2 => 2,
            <= 5 => 5,
            _ => 10,
        });
    }

    /// <summary>A time since the start: <c>1:05</c>.</summary>
    public static string Time(int seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}:{seconds % 60:D2}");
}
