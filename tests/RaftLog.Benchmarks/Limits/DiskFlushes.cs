using System.Globalization;

namespace RaftLog.Benchmarks.Limits;

/// <summary>How often the caches of this machine's disks were told to become durable, by whomever (<c>/proc/diskstats</c>).</summary>
internal static class DiskFlushes
{
    private const string File = "/proc/diskstats";
    private const int NameField = 2;
    private const int FlushField = 18;

    public static long SoFar() => System.IO.File.Exists(File) ? Sum(System.IO.File.ReadAllText(File)) : 0;

    /// <summary>Sums the flushes of all disks; a partition, whose flushes are its disk's, has none of its own there, nor has an old kernel.</summary>
    public static long Sum(string statistics) => statistics
        .Split('\n')
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields.Length > FlushField && !fields[NameField].StartsWith("loop", StringComparison.Ordinal))
        .Sum(fields => long.Parse(fields[FlushField], CultureInfo.InvariantCulture));
}
