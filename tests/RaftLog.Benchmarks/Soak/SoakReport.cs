using System.Globalization;
using System.Text.Json;

namespace RaftLog.Benchmarks.Soak;

/// <summary>A long run as Markdown and as JSON.</summary>
internal static class SoakReport
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    public static readonly string Head =
        "| minute | records/s | p99 ms | memory of all brokers, MiB | disk of all brokers, MiB | brokers' CPU s per million | stolen | 4 KiB append + fdatasync, p99 ms |\n"
        + "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";

    public static string Row(SoakMinute minute) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {minute.Minute} | {minute.RecordsPerSecond:N0} | {minute.P99Ms:0.0} | {minute.MemoryMiB:N0} | {minute.DiskMiB:N0} | {minute.CpuSecondsPerMillion:0.00} | "
        + $"{minute.StolenShare:0 %} | {minute.FlushP99Ms:0.00} |");

    /// <summary>Writes both files; after each minute, so that something is there however the run ends.</summary>
    /// <param name="result">The run until now.</param>
    /// <param name="path">The files without their endings.</param>
    public static void Save(SoakResult result, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".json", JsonSerializer.Serialize(result, Options) + "\n");
        File.WriteAllText(path + ".md", ToMarkdown(result));
    }

    public static string ToMarkdown(SoakResult result)
    {
        var verdict = new SoakVerdict(result.Minutes);
        string what = string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Minutes.Count} minutes at {result.Share:0 %} of {result.MaximumPerSecond:N0} records/s (100 B, 12 partitions, three replicas, flush=always), with retention at work. "
            + $"Commit {result.Commit}{(result.Dirty ? " with changes on top" : "")}, {result.Date:yyyy-MM-dd HH:mm} UTC. {result.Machine.Processor}, {result.Machine.Cores} cores, "
            + $"{result.Machine.MemoryGib} GiB, {result.Machine.Disk}, {result.Machine.Kernel}, {result.Machine.Runtime}.");
        IEnumerable<string> lines =
        [
            "# A long run",
            "",
            what,
            "",
            .. verdict.Lines.Select(line => "- " + line),
            string.Create(CultureInfo.InvariantCulture, $"- records given up: {result.Refused:N0}"),
            "",
            Head,
            .. result.Minutes.Select(Row),
        ];
        return string.Join('\n', lines) + "\n";
    }
}
