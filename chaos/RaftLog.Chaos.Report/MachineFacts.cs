using System.Globalization;
using System.Runtime.InteropServices;

namespace RaftLog.Chaos.Report;

/// <summary>What this machine is, for the foot of a report.</summary>
public static class MachineFacts
{
    /// <summary>Processors, memory, system and runtime.</summary>
    public static IReadOnlyDictionary<string, string> Read() => new Dictionary<string, string>
    {
        ["Processors"] = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} × {ProcessorName()}"),
        ["Memory"] = string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024):F0} GiB"),
        ["System"] = RuntimeInformation.OSDescription,
        [".NET"] = Environment.Version.ToString(),
    };

    private static string ProcessorName()
    {
        const string CpuInfo = "/proc/cpuinfo";
        string? line = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
