using System.Globalization;

namespace RaftLog.Benchmarks.Scale;

/// <summary>A logarithmic axis from one power of ten to another.</summary>
internal sealed class LogAxis
{
    private readonly int _first;
    private readonly int _last;
    private readonly double _from;
    private readonly double _to;

    private LogAxis(int first, int last, double from, double to)
    {
        _first = first;
        _last = last;
        _from = from;
        _to = to;
    }

    /// <summary>The powers of ten on it.</summary>
    public IEnumerable<double> Powers => Enumerable.Range(_first, _last - _first + 1).Select(power => Math.Pow(10, power));

    /// <summary>The axis that holds all values, from one coordinate to another.</summary>
    public static LogAxis Over(IEnumerable<double> values, double from, double to)
    {
        double[] logs = [.. values.Select(Math.Log10)];
        int first = (int)Math.Floor(logs.Min());
        int last = (int)Math.Ceiling(logs.Max());
        return new LogAxis(first, Math.Max(last, first + 1), from, to);
    }

    /// <summary>Where a value is.</summary>
    public double At(double value) => _from + ((Math.Log10(value) - _first) / (_last - _first) * (_to - _from));

    /// <summary>How a power of ten is written.</summary>
    public static string Label(double power) => power switch
    {
        >= 1e6 => (power / 1e6).ToString("0", CultureInfo.InvariantCulture) + "M",
        >= 1e3 => (power / 1e3).ToString("0", CultureInfo.InvariantCulture) + "k",
        _ => power.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
