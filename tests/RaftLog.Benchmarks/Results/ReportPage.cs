namespace RaftLog.Benchmarks.Results;

/// <summary>A page of Markdown of which a part is written by a program and the rest by people.</summary>
internal static class ReportPage
{
    public const string Begin = "<!-- begin of what 'make bench-report' writes -->";
    public const string End = "<!-- end of what 'make bench-report' writes -->";

    /// <summary>Puts the report between the marks.</summary>
    /// <exception cref="BenchmarkException">The page does not have both marks.</exception>
    public static string Replace(string page, string report, string name)
    {
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? $"{page[..(begin + Begin.Length)]}\n\n{report.Trim()}\n\n{page[end..]}"
            : throw new BenchmarkException($"{name} lacks the lines '{Begin}' and '{End}', in this order.");
    }
}
