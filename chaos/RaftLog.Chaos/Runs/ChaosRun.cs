using System.Globalization;
using System.Security.Cryptography;
using RaftLog.Chaos.History;
using RaftLog.Chaos.Replicas;
using RaftLog.Chaos.Report;
using RaftLog.Chaos.Workload;
using RaftLog.Client;
using RaftLog.LocalCluster;

namespace RaftLog.Chaos;

/// <summary>One run of a scenario: a cluster and a workload of its own, the rounds of faults, and the report.</summary>
internal static class ChaosRun
{
    private static readonly TimeSpan WorkloadPatience = TimeSpan.FromSeconds(60);

    /// <summary>Runs it. Nothing of it is left running afterwards, however it ends.</summary>
    /// <exception cref="ScenarioException">This machine lacks what the scenario needs.</exception>
    public static async Task<RunResult> RunAsync(Scenario scenario, RunOptions options, Action<string> say, CancellationToken cancellation)
    {
        int seed = options.Seed ?? RandomNumberGenerator.GetInt32(1, 1_000_000);
        if (options.Mebibytes is { } mebibytes)
        {
            scenario = scenario with { Faults = [.. scenario.Faults.Select(f => f with { Mebibytes = mebibytes })] };
        }

        string folder = Path.Combine(
            Checkout.Root, ".run", "chaos", string.Create(CultureInfo.InvariantCulture, $"{scenario.Name}-{seed}-{DateTime.UtcNow:yyyyMMdd-HHmmss}"));
        Directory.CreateDirectory(folder);
        var length = RunLength.Of(scenario, options);
        say($"{scenario.Name}, seed {seed}, {length}: {scenario.Description}");
        if (scenario.Updates is { } updates)
        {
            updates = updates with { Count = options.Updates ?? updates.Count, Keys = options.Keys ?? updates.Keys };
            return await new CompactionRun(scenario, updates, seed, folder, say).RunAsync(options, cancellation);
        }

        if (scenario.Chain is { } chain)
        {
            chain = chain with { Count = options.Records ?? chain.Count };
            return await new ChainRun(scenario, chain, seed, folder, say).RunAsync(options, cancellation);
        }

        var problems = new List<string>();
        int rounds = 0;
        RunInfo info;
        var random = new Random(seed);
        using var watchdog = new Watchdog();
        await using (var cluster = new ChaosCluster(scenario, folder, random, watchdog))
        {
            await cluster.StartAsync(scenario, cancellation);
            await using WorkloadProcesses workload = await WorkloadProcesses.StartAsync(WorkloadOf(scenario, cluster, folder), WorkloadPatience, cancellation);
            watchdog.WatchAll(workload.ProcessIds);
            info = RunFacts.Of(scenario, seed, options, workload.Skipped);
            using var log = new FaultLog(folder);
            var runner = new RoundRunner(scenario, cluster, log, random, say);
            try
            {
                await runner.RunAsync(RunLength.Of(scenario, options), cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && IsFinding(e))
            {
                problems.Add(e is OperationCanceledException ? "The cluster could not say in time who leads." : e.Message);
                cluster.MakeWhole();
            }

            // What recovers late must be seen to recover before the producers stop.
            await Task.Delay(scenario.Pause, cancellation);
            WorkloadEnd end = await workload.StopAsync(WorkloadPatience, cancellation);
            watchdog.ForgetAll(workload.ProcessIds);
            problems.AddRange(end.Problems);
            problems.AddRange(cluster.FindDead().Select(id => $"Broker {id} ended by itself. See {cluster.NodeOf(id).LogFile}."));
            problems.AddRange(await DumpReplicasAsync(cluster, folder, cancellation));
            rounds = runner.Rounds;
        }

        ChaosVerdict verdict = ChaosReport.Write(folder, info with { Problems = problems });
        return new RunResult(scenario.Name, folder, rounds, verdict);
    }

    /// <summary>Whether it tells something of the cluster, and not of the runner.</summary>
    public static bool IsFinding(Exception e) =>
        e is BrokerEndedException or LocalClusterException or RaftLogException or IOException or OperationCanceledException;

    private static async Task<IReadOnlyList<string>> DumpReplicasAsync(ChaosCluster cluster, string folder, CancellationToken cancellation)
    {
        try
        {
            await cluster.StopAllAsync(cancellation);
        }
        catch (LocalClusterException e)
        {
            // The files of a broker that may still write cannot be judged; that it does not stop is bad enough.
            return [e.Message];
        }

        return ReplicaDump.WriteAll(folder, ChaosCluster.Topic, cluster.Ids.ToDictionary(id => id, id => cluster.NodeOf(id).DataDirectory));
    }

    private static WorkloadOptions WorkloadOf(Scenario scenario, ChaosCluster cluster, string folder) =>
        new(cluster.BootstrapServers, ChaosCluster.Topic, folder)
        {
            Producers = scenario.Workload.Producers,
            GroupMembers = scenario.Workload.Consumers,
            Foreign = scenario.Workload.Foreign,
            RatePerProducer = scenario.Workload.RecordsPerSecond,
            ValueBytes = scenario.Workload.ValueBytes,
        };
}
