namespace RaftLog.Server.Metrics;

/// <summary>One series: a value, or the buckets of a histogram. Written by any thread without a lock.</summary>
internal sealed class MetricSeries(double[] bounds)
{
    // One more than bounds: the last bucket has no upper end. Not cumulated here; the text asks for that.
    private readonly long[] _buckets = bounds.Length == 0 ? [] : new long[bounds.Length + 1];
    private double _value;

    /// <summary>Adds to the value.</summary>
    public void Add(double amount)
    {
        double seen = Volatile.Read(ref _value);
        for (double found; (found = Interlocked.CompareExchange(ref _value, seen + amount, seen)) != seen; seen = found)
        {
        }
    }

    /// <summary>Replaces the value.</summary>
    public void Set(double value) => Volatile.Write(ref _value, value);

    /// <summary>Counts a measurement in its bucket; the value is their sum.</summary>
    public void Count(double measurement)
    {
        int bucket = 0;
        while (bucket < bounds.Length && measurement > bounds[bucket])
        {
            bucket++;
        }

        Interlocked.Increment(ref _buckets[bucket]);
        Add(measurement);
    }

    /// <summary>Writes the line of a value, or the lines of a histogram.</summary>
    public void WriteTo(TextWriter output, string name, string labels)
    {
        string value = PrometheusText.Number(Volatile.Read(ref _value));
        if (bounds.Length == 0)
        {
            output.Write($"{name}{Braced(labels)} {value}\n");
            return;
        }

        string separator = labels.Length == 0 ? "" : ",";
        long count = 0;
        for (int i = 0; i < _buckets.Length; i++)
        {
            count += Volatile.Read(ref _buckets[i]);
            string bound = i < bounds.Length ? PrometheusText.Number(bounds[i]) : "+Inf";
            output.Write($"{name}_bucket{{{labels}{separator}le=\"{bound}\"}} {count}\n");
        }

        output.Write($"{name}_sum{Braced(labels)} {value}\n{name}_count{Braced(labels)} {count}\n");
    }

    private static string Braced(string labels) => labels.Length == 0 ? "" : $"{{{labels}}}";
}
