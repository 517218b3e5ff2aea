using System.Diagnostics;
using RaftLog.Storage;

namespace RaftLog.Benchmarks.Starts;

/// <summary>How long it takes to open one long log after its broker was killed: only what is behind the last flush is read.</summary>
internal static class RecoveryBenchmark
{
    private const int RecordBytes = 256 * 1024;

    public static void Run(TextWriter output, int gib)
    {
        using var disk = new LogsOnDisk();
        string path = Path.Combine(disk.DirectoryPath, "log");
        disk.Use((_, storage) =>
        {
            // Not closed: what a killed broker leaves.
            var log = PartitionLog.Open(storage, path, new PartitionLogOptions());
            LogsOnDisk.Fill(log, storage, (long)gib << 30, RecordBytes);
        });
        disk.ForgetCleanStop();
        disk.Use((_, storage) =>
        {
            long began = Stopwatch.GetTimestamp();
            using var log = PartitionLog.Open(storage, path, new PartitionLogOptions());
            output.WriteLine($"{log.SizeInBytes / (double)(1 << 30):F1} GiB after a kill: {Stopwatch.GetElapsedTime(began).TotalSeconds:F2} s");
        });
    }
}
