using System.Diagnostics;
using RaftLog.Chaos.History;
using RaftLog.Chaos.Replicas;
using RaftLog.Chaos.Report;
using RaftLog.Chaos.Workload;
using RaftLog.Client;
using RaftLog.LocalCluster;

namespace RaftLog.Chaos;

/// <summary>
/// One run over a compacted topic: keys are updated again and again while brokers are killed in the middle of compaction; in the end every replica
/// has the last value of each key, and not much else.
/// </summary>
internal sealed class CompactionRun(Scenario scenario, UpdatesPlan updates, int seed, string folder, Action<string> say)
{
    // Of the live data, with all that lies around it on disk.
    private const double MaxRatio = 1.5;

    private static readonly TimeSpan WorkPatience = TimeSpan.FromHours(2);
    private static readonly TimeSpan SettlePatience = TimeSpan.FromMinutes(2);

    private readonly List<string> _problems = [];
    private readonly List<string> _differences = [];
    private readonly List<string> _strays = [];

    /// <summary>Runs it. Nothing of it is left running afterwards, however it ends.</summary>
    public async Task<RunResult> RunAsync(RunOptions options, CancellationToken cancellation)
    {
        using var watchdog = new Watchdog();
        await using var cluster = new ChaosCluster(scenario, folder, new Random(seed), watchdog);
        await cluster.StartAsync(scenario, cancellation);
        var disk = new DiskMeter(cluster);
        long started = Stopwatch.GetTimestamp();
        string workers = await WriteAsync(cluster, disk, watchdog, RunLength.Of(scenario, options), cancellation);
        TimeSpan writing = Stopwatch.GetElapsedTime(started);

        started = Stopwatch.GetTimestamp();
        Dictionary<string, byte[]?> last = LastUpdates.ReadAll(folder, updates.ValueBytes);
        long live = last.Sum(one => one.Key.Length + (one.Value?.Length ?? 0));
        await disk.SettleAsync((long)(MaxRatio * live), SettlePatience, cancellation);
        TimeSpan settling = Stopwatch.GetElapsedTime(started);
        Dictionary<int, long> bytes = await CheckAsync(cluster, last, cancellation);

        int perWorker = updates.Count / UpdateProcesses.Count;
        IReadOnlyList<FaultEvent> faults = FaultLog.Read(folder);
        var outcome = new CompactionOutcome(scenario.Name, seed, RunFacts.CommandOf(scenario, seed, options))
        {
            Updates = (long)perWorker * UpdateProcesses.Count,
            Keys = last.Count,
            Workers = workers,
            Writing = writing,
            Settling = settling,
            LiveBytes = live,
            WrittenBytes = last.Count == 0 ? 0 : (long)perWorker * UpdateProcesses.Count * live / last.Count,
            PeakBytes = disk.Peak,
            BytesOfBrokers = bytes,
            MaxRatio = MaxRatio,
            Faults = faults,
            Differences = _differences,
            Strays = _strays,
            Problems = _problems,
        };
        return new RunResult(scenario.Name, folder, faults.Count, CompactionReport.Write(folder, outcome));
    }

    // Kills while the workers work, then waits for what they have left to do; says who worked.
    private async Task<string> WriteAsync(ChaosCluster cluster, DiskMeter disk, Watchdog watchdog, RunLength length, CancellationToken cancellation)
    {
        await using UpdateProcesses workers = UpdateProcesses.Start(new UpdateOptions(cluster.BootstrapServers, ChaosCluster.Topic, folder)
        {
            Updates = updates.Count,
            Keys = updates.Keys,
            ValueBytes = updates.ValueBytes,
            AtLeast = updates.AtLeast,
        });
        watchdog.WatchAll(workers.ProcessIds);
        using var log = new FaultLog(folder);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task watching = disk.WatchAsync(done.Token);
        Task<IReadOnlyList<string>> working = workers.WaitAsync(WorkPatience, cancellation);
        Task rounds = new RoundRunner(scenario, cluster, log, new Random(seed), say).RunAsync(length, done.Token);
        if (await Task.WhenAny(rounds, working) == working)
        {
            await done.CancelAsync();
        }

        try
        {
            await rounds;
        }
        catch (OperationCanceledException) when (working.IsCompleted && !cancellation.IsCancellationRequested)
        {
            // The updates ended before the rounds did.
            cluster.MakeWhole();
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && ChaosRun.IsFinding(e))
        {
            _problems.Add(e.Message);
            cluster.MakeWhole();
        }

        _problems.AddRange(await working);
        watchdog.ForgetAll(workers.ProcessIds);
        await done.CancelAsync();
        await watching;
        await cluster.WaitUntilWholeAsync(cancellation);
        return workers.Skipped.Count == 0 ? "RaftLog.Client, and librdkafka with gzip, snappy, lz4 and zstd" : string.Join("; ", workers.Skipped);
    }

    // What a reader is given, and what is on the disks once the brokers are stopped; returns the bytes on each.
    private async Task<Dictionary<int, long>> CheckAsync(ChaosCluster cluster, Dictionary<string, byte[]?> last, CancellationToken cancellation)
    {
        try
        {
            IReadOnlyDictionary<string, byte[]?> read = await UpdateReader.ReadLastAsync(cluster.BootstrapServers, ChaosCluster.Topic, cancellation);
            _differences.AddRange(UpdateCheck.Compare("A reader", last, read));
        }
        catch (RaftLogException e)
        {
            _problems.Add($"The topic could not be read to its end: {e.Message}");
        }

        _problems.AddRange(cluster.FindDead().Select(id => $"Broker {id} ended by itself. See {cluster.NodeOf(id).LogFile}."));
        await cluster.StopAllAsync(cancellation);
        var bytes = new Dictionary<int, long>();
        foreach (int id in cluster.Ids)
        {
            ReplicaUpdates replica = ReplicaUpdatesReader.Read(id, cluster.NodeOf(id).DataDirectory, ChaosCluster.Topic);
            _differences.AddRange(UpdateCheck.Compare($"Broker {id}", last, replica.Last));
            _strays.AddRange(replica.Problems.Select(problem => $"Broker {id}: {problem}"));
            bytes.Add(id, replica.Bytes);
        }

        return bytes;
    }
}
