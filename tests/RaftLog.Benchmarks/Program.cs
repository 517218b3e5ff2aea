using System.Globalization;
using RaftLog.Benchmarks.CatchUp;
using RaftLog.Benchmarks.EndToEnd;
using RaftLog.Benchmarks.Groups;
using RaftLog.Benchmarks.Starts;
using RaftLog.Client;
using RaftLog.LocalCluster;

const int UsualRepeats = 3;

Func<Task>? run = args switch
{
    [] => () => new ProduceSuite(Console.Out, UsualRepeats).RunAsync(CancellationToken.None),
    [var text] when Count(text) is { } repeats => () => new ProduceSuite(Console.Out, repeats).RunAsync(CancellationToken.None),
    ["start", var first, var second] when Count(first) is { } partitions && Count(second) is { } segments =>
        () => Task.Run(() => StartBenchmark.Run(Console.Out, partitions, segments)),
    ["recovery", var text] when Count(text) is { } gib => () => Task.Run(() => RecoveryBenchmark.Run(Console.Out, gib)),
    ["groups", .. var settings] => () => new GroupsBenchmark(Console.Out, settings).RunAsync(CancellationToken.None),
    ["compaction", var text, .. var settings] when Count(text) is { } turns => () => new CompactionSuite(Console.Out, turns, settings).RunAsync(CancellationToken.None),
    ["catch-up", var text, .. var settings] when Amounts(text) is { } amounts =>
        () => new CatchUpBenchmark(Console.Out, settings).RunAsync(amounts, CancellationToken.None),
    _ => null,
};

if (run is null)
{
    await Console.Error.WriteLineAsync(
        """
        raftlog-benchmarks [REPEATS]: throughput and latency of three broker processes, the load client in its own process.
        raftlog-benchmarks start PARTITIONS SEGMENTS: opening the logs of a broker after a clean stop and after a kill.
        raftlog-benchmarks recovery GIB: opening one long log after a kill.
        raftlog-benchmarks compaction REPEATS [SETTING=VALUE...]: producers into a compacted topic against the same into one that is not.
        raftlog-benchmarks groups [SETTING=VALUE...]: a group of 1,000 members, 2,000 groups, and commits as fast as they are taken, with three broker processes.
        raftlog-benchmarks catch-up GIB[,GIB...] [SETTING=VALUE...]: a broker process that is so far behind catches up under load.
        """);
    return 2;
}

try
{
    await run();
    return 0;
}
catch (Exception e) when (e is LocalClusterException or RaftLogException or LoadClientException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

static int? Count(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out int count) && count > 0 ? count : null;

static double[]? Amounts(string list)
{
    double[] amounts = Array.ConvertAll(list.Split(','), text => double.TryParse(text, CultureInfo.InvariantCulture, out double amount) ? amount : 0);
    return Array.TrueForAll(amounts, amount => amount > 0) ? amounts : null;
}
