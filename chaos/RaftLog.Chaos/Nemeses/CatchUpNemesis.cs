using System.Diagnostics;
using System.Globalization;
using RaftLog.Client;

namespace RaftLog.Chaos;

/// <summary>
/// The victim is down while so many mebibytes are written; then it comes back and has to catch up while the workload goes on. The fault
/// is the catching up: from the start until it has all that was written before, and the words say how fast that was.
/// </summary>
internal sealed class CatchUpNemesis : INemesis
{
    private const int ValueBytes = 16 * 1024;
    private const double Mebibyte = 1024.0 * 1024;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    // So that what the report calls "before" shows a cluster with a broker missing, not one under bulk writes.
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(8);

    /// <inheritdoc/>
    public string Words { get; private set; } = "";

    /// <inheritdoc/>
    public async Task StrikeAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, FaultClock clock, CancellationToken cancellation)
    {
        int victim = victims[0];
        await cluster.KillAsync(victims);
        await WriteAsync(cluster, plan.Mebibytes * 1024L * 1024, cancellation);
        await Task.Delay(Calm, cancellation);
        long complete = cluster.Ids.Except(victims).Max(id => LogBytes(cluster, id));
        long missing = complete - LogBytes(cluster, victim);

        clock.Strike();
        long started = Stopwatch.GetTimestamp();
        cluster.Start(victim);
        long peak = 0;
        while (LogBytes(cluster, victim) < complete)
        {
            peak = Math.Max(peak, ResidentBytes(cluster.ProcessOf(victim)));
            await Task.Delay(Poll, cancellation);
        }

        TimeSpan took = Stopwatch.GetElapsedTime(started);
        Words = string.Create(
            CultureInfo.InvariantCulture,
            $"{missing / Mebibyte:F0} MiB missed, caught up {took.TotalSeconds:F1} s after the start ({missing / Mebibyte / took.TotalSeconds:F0} MiB/s), at most {peak / Mebibyte:F0} MiB of memory.");
    }

    /// <inheritdoc/>
    public Task HealAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, CancellationToken cancellation) => Task.CompletedTask;

    // To a topic of its own: it is bulk, and no part of the history that is checked.
    private static async Task WriteAsync(ChaosCluster cluster, long bytes, CancellationToken cancellation)
    {
        await using var producer = new Producer<byte[], byte[]>(new ProducerOptions { BootstrapServers = cluster.BootstrapServers, ClientId = "chaos-bulk" });
        byte[] value = new byte[ValueBytes];
        new Random(0).NextBytes(value);
        for (long written = 0; written < bytes; written += ValueBytes)
        {
            await producer.SendAsync(new ProducerRecord<byte[], byte[]>(ChaosCluster.BulkTopic, null!, value), cancellation);
        }

        await producer.FlushAsync(cancellation);
    }

    private static long LogBytes(ChaosCluster cluster, int broker) =>
        Directory.GetFiles(Path.Combine(cluster.NodeOf(broker).DataDirectory, "replicas"), "*.log", SearchOption.AllDirectories)
            .Sum(LengthOf);

    // A log that arrives in whole segments is moved into its place, perhaps between the look at its name and the look at its length.
    private static long LengthOf(string path)
    {
        try
        {
            return new FileInfo(path).Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    private static long ResidentBytes(int process)
    {
        using var broker = Process.GetProcessById(process);
        return broker.WorkingSet64;
    }
}
