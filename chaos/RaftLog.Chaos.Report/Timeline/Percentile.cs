namespace RaftLog.Chaos.Report;

/// <summary>Percentiles by the nearest rank: always a value that was measured.</summary>
internal static class Percentile
{
    /// <summary>The value that <paramref name="percent"/> of the values do not exceed; null of none. Sorts the array.</summary>
    public static double? Of(long[] values, double percent)
    {
        if (values.Length == 0)
        {
            return null;
        }

        Array.Sort(values);
        int rank = (int)Math.Ceiling(percent / 100 * values.Length);
        return values[Math.Clamp(rank, 1, values.Length) - 1];
    }

    /// <summary>The median; of an even number the mean of the two in the middle. 0 of none.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
