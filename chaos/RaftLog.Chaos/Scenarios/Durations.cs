using System.Globalization;

namespace RaftLog.Chaos;

/// <summary>Times as scenario files spell them.</summary>
internal static class Durations
{
    private static readonly (string Unit, TimeSpan One)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
    ];

    public static bool TryParse(string text, out TimeSpan time)
    {
        foreach ((string unit, TimeSpan one) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text[..^unit.Length], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
                && Math.Abs(number) < int.MaxValue)
            {
                time = one * number;
                return true;
            }
        }

        time = default;
        return false;
    }

    public static string Format(TimeSpan time)
    {
        (string unit, TimeSpan one) = Units.Last(u => u.One <= time.Duration() || u.Unit == "ms");
        return string.Create(CultureInfo.InvariantCulture, $"{time / one:0.###}{unit}");
    }
}
