using System.Diagnostics;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Benchmarks.Starts;

/// <summary>How long a broker with many small segments takes to open its logs after a clean stop, and after a kill.</summary>
internal static class StartBenchmark
{
    private const int SegmentBytes = 4096;
    private const int Repeats = 3;
    private static readonly PartitionLogOptions Options = new() { SegmentBytes = SegmentBytes };

    public static void Run(TextWriter output, int partitions, int segments)
    {
        using var disk = new LogsOnDisk();
        disk.Use((directory, storage) => Create(directory, storage, partitions, segments));
        output.WriteLine($"{partitions} partitions, {segments} segments each");
        for (int i = 0; i < Repeats; i++)
        {
            output.WriteLine($"after a clean stop: {Open(disk):F2} s");
        }

        for (int i = 0; i < Repeats; i++)
        {
            disk.ForgetCleanStop();
            output.WriteLine($"after a kill: {Open(disk):F2} s");
        }
    }

    private static void Create(DataDirectory directory, StorageContext storage, int partitions, int segments)
    {
        var topic = new Guid("00112233-4455-6677-8899-aabbccddeeff");
        for (int p = 0; p < partitions; p++)
        {
            ReplicaDirectory replica = directory.CreateReplica(topic, p, "benchmark", new GroupId(p + 1), new DirectoryId(7));
            using var log = PartitionLog.Open(storage, replica.Path, Options);
            LogsOnDisk.Fill(log, storage, (segments - 1) * SegmentBytes, recordBytes: SegmentBytes / 2);
        }
    }

    private static double Open(LogsOnDisk disk)
    {
        double seconds = 0;
        disk.Use((directory, storage) =>
        {
            long began = Stopwatch.GetTimestamp();
            var logs = directory.Replicas.Select(replica => PartitionLog.Open(storage, replica.Path, Options)).ToList();
            seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            logs.ForEach(log => log.Dispose());
        });
        return seconds;
    }
}
