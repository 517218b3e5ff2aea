using System.Runtime.InteropServices;

namespace RaftLog.Benchmarks.Results;

/// <summary>The machine that a result comes from.</summary>
internal sealed record MachineFacts(string Processor, int Cores, double MemoryGib, string Kernel, string Disk, string Runtime)
{
    private const double Gibibyte = 1024.0 * 1024 * 1024;

    /// <summary>Asks the system about itself.</summary>
    /// <param name="folder">A folder on the disk in question.</param>
    public static MachineFacts Here(string folder) => new(
        ProcessorName(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gibibyte, 1),
        KernelName(),
        DiskOf(Path.GetFullPath(folder)),
        RuntimeInformation.FrameworkDescription);

    private static string ProcessorName()
    {
        const string File = "/proc/cpuinfo";
        string? line = System.IO.File.Exists(File)
            ? System.IO.File.ReadLines(File).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    private static string KernelName()
    {
        const string File = "/proc/sys/kernel/osrelease";
        return System.IO.File.Exists(File) ? $"Linux {System.IO.File.ReadAllText(File).Trim()}" : RuntimeInformation.OSDescription;
    }

    private static string DiskOf(string folder)
    {
        DriveInfo? drive = DriveInfo.GetDrives()
            .Where(drive => folder.StartsWith(drive.Name, StringComparison.Ordinal))
            .MaxBy(drive => drive.Name.Length);
        return drive is { IsReady: true } ? $"{drive.DriveFormat}, {drive.TotalSize / Gibibyte:0} GiB" : "unknown";
    }
}
