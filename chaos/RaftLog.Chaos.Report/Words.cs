using System.Globalization;

namespace RaftLog.Chaos.Report;

/// <summary>Numbers as people read them.</summary>
internal static class Words
{
    /// <summary>1,234,567.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with its noun: <c>1 record</c>, <c>2 records</c>.</summary>
    public static string Count(long number, string noun) => $"{Count(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>Milliseconds with as many digits as mean something; seconds from ten of them on.</summary>
    public static string Ms(double ms) => ms switch
    {
        >= 10_000 => string.Create(CultureInfo.InvariantCulture, $"{ms / 1000:F1} s"),
        >= 10 => string.Create(CultureInfo.InvariantCulture, $"{ms:N0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ms:F1} ms"),
    };

    /// <summary>The same, and a dash for nothing.</summary>
    public static string Ms(double? ms) => ms is { } known ? Ms(known) : "–";

    /// <summary>Minutes and seconds: <c>2 min 05 s</c>.</summary>
    public static string Duration(TimeSpan time) => time.TotalMinutes < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds:D2} s");
}
