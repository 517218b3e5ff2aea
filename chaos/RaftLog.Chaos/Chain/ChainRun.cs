using System.Diagnostics;
using System.Globalization;
using RaftLog.Chaos.History;
using RaftLog.Chaos.Report;
using RaftLog.Chaos.Workload;
using RaftLog.Client;

namespace RaftLog.Chaos;

/// <summary>One run of a chain of transactions: while it works, brokers and its own workers are killed; in the end each record has come out once.</summary>
internal sealed class ChainRun(Scenario scenario, ChainPlan chain, int seed, string folder, Action<string> say)
{
    private static readonly string[] Topics = [ChaosCluster.Topic, "chain-middle", "chain-end"];
    private static readonly TimeSpan WorkPatience = TimeSpan.FromMinutes(40);
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(2);

    private readonly List<string> _problems = [];
    private int _workerKills;

    /// <summary>Runs it. Nothing of it is left running afterwards, however it ends.</summary>
    public async Task<RunResult> RunAsync(RunOptions options, CancellationToken cancellation)
    {
        using var watchdog = new Watchdog();
        await using var cluster = new ChaosCluster(scenario, folder, new Random(seed), watchdog);
        await cluster.StartAsync(scenario, cancellation);
        await CreateTopicsAsync(cluster, cancellation);
        await using var reader = new ChainReader(cluster.BootstrapServers, Topics[^1], chain.Count);
        long started = Stopwatch.GetTimestamp();
        string clients = await WorkAsync(cluster, watchdog, reader, RunLength.Of(scenario, options), cancellation);
        TimeSpan working = Stopwatch.GetElapsedTime(started);

        _problems.AddRange(cluster.FindDead().Select(id => $"Broker {id} ended by itself. See {cluster.NodeOf(id).LogFile}."));
        IReadOnlyList<FaultEvent> faults = FaultLog.Read(folder);
        var outcome = new ChainOutcome(scenario.Name, seed, RunFacts.CommandOf(scenario, seed, options))
        {
            Records = chain.Count,
            Read = reader.Distinct,
            Clients = clients,
            Working = working,
            WorkerKills = _workerKills,
            Faults = faults,
            Missing = [.. reader.Missing()],
            Twice = reader.Twice,
            Disordered = reader.Disordered,
            Problems = _problems,
        };
        return new RunResult(scenario.Name, folder, faults.Count, ChainReport.Write(folder, outcome));
    }

    private async Task CreateTopicsAsync(ChaosCluster cluster, CancellationToken cancellation)
    {
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = cluster.BootstrapServers });
        foreach (string topic in Topics.Skip(1))
        {
            await admin.CreateTopicAsync(new NewTopic(topic, scenario.Partitions, (short)scenario.ReplicationFactor), cancellation);
        }
    }

    // Kills until the last record has come out; returns by which clients the chain works.
    private async Task<string> WorkAsync(ChaosCluster cluster, Watchdog watchdog, ChainReader reader, RunLength length, CancellationToken cancellation)
    {
        await using ChainProcesses workers = ChainProcesses.Start(new ChainOptions(cluster.BootstrapServers, Topics, folder)
        {
            Count = chain.Count,
            ValueBytes = chain.ValueBytes,
            AtLeast = chain.AtLeast,
        });
        watchdog.WatchAll(workers.ProcessIds());
        using var log = new FaultLog(folder);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(WorkPatience);
        Task[] killing =
        [
            QuietlyAsync(new RoundRunner(scenario, cluster, log, new Random(seed), say).RunAsync(length, done.Token), done.Token),
            QuietlyAsync(KillWorkersAsync(workers, watchdog, done.Token), done.Token),
        ];
        Task<string?> source = workers.WaitForSourceAsync(WorkPatience, cancellation);
        await ReadAllAsync(reader, patience.Token, cancellation);
        await done.CancelAsync();
        await Task.WhenAll(killing);
        cluster.MakeWhole();
        await cluster.WaitUntilWholeAsync(cancellation);
        _problems.AddRange(new[] { await source }.OfType<string>());
        _problems.AddRange(await workers.StopAsync(StopPatience, cancellation));
        watchdog.ForgetAll(workers.ProcessIds());
        if (reader.Distinct == chain.Count)
        {
            await reader.ReadRestAsync(patience.Token);
        }

        return workers.Clients;
    }

    private async Task ReadAllAsync(ChainReader reader, CancellationToken patience, CancellationToken cancellation)
    {
        try
        {
            await reader.ReadAllAsync(patience);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            _problems.Add($"Not everything had come out after {WorkPatience.TotalMinutes} minutes.");
        }
        catch (RaftLogException e)
        {
            _problems.Add($"The end of the chain could not be read: {e.Message}");
        }
    }

    // The transformers in turn, at the pace of the brokers' faults.
    private async Task KillWorkersAsync(ChainProcesses workers, Watchdog watchdog, CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(scenario.Pause + scenario.Faults[0].Duration, cancellation);
            int victim = _workerKills++ % workers.Transformers;
            watchdog.ForgetAll(workers.ProcessIds());
            await workers.RestartAsync(victim);
            watchdog.WatchAll(workers.ProcessIds());
            say(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:HH:mm:ss.fff}  kill of transformer {victim + 1}"));
        }
    }

    private async Task QuietlyAsync(Task killing, CancellationToken done)
    {
        try
        {
            await killing;
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // Everything has come out.
        }
        catch (Exception e) when (ChaosRun.IsFinding(e))
        {
            _problems.Add(e.Message);
        }
    }
}
