using System.Globalization;
using RaftLog.Benchmarks.EndToEnd;
using RaftLog.Benchmarks.Starts;
using RaftLog.Client;
using RaftLog.LocalCluster;

if (args is ["start", var partitions, var segments])
{
    StartBenchmark.Run(Console.Out, int.Parse(partitions, CultureInfo.InvariantCulture), int.Parse(segments, CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["recovery", var gib])
{
    RecoveryBenchmark.Run(Console.Out, int.Parse(gib, CultureInfo.InvariantCulture));
    return 0;
}

if (args is not [] && (args is not [var text] || !int.TryParse(text, CultureInfo.InvariantCulture, out int given) || given < 1))
{
    await Console.Error.WriteLineAsync("raftlog-benchmarks [REPEATS]: throughput and latency of three broker processes, the load client in its own process.");
    await Console.Error.WriteLineAsync("raftlog-benchmarks start PARTITIONS SEGMENTS: opening the logs of a broker after a clean stop and after a kill.");
    await Console.Error.WriteLineAsync("raftlog-benchmarks recovery GIB: opening one long log after a kill.");
    return 2;
}

int repeats = args is [] ? 3 : int.Parse(args[0], CultureInfo.InvariantCulture);
try
{
    await new ProduceSuite(Console.Out, repeats).RunAsync(CancellationToken.None);
    return 0;
}
catch (Exception e) when (e is LocalClusterException or RaftLogException or LoadClientException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
