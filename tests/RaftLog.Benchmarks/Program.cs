using System.CommandLine;
using System.Runtime.InteropServices;
using RaftLog.Benchmarks;
using RaftLog.Benchmarks.Commands;
using RaftLog.Benchmarks.EndToEnd;
using RaftLog.Client;
using RaftLog.LocalCluster;

const int Failed = 1;
const int WrongUse = 2;

var root = new RootCommand("Measures RaftLog: whole clusters with load clients as processes, and parts of a broker. 'make bench' runs the first of these commands.")
{
    RunCommand.Create(),
    CompareCommand.Create(),
    ReportCommand.Create(),
    LimitsCommand.Create(),
    OtherCommands.Starts(),
    OtherCommands.Recovery(),
    OtherCommands.Compaction(),
    OtherCommands.Groups(),
    OtherCommands.CatchUp(),
    ScaleCommands.Scale(),
    ScaleCommands.Partitions(),
    ScaleCommands.Dirty(),
    ScaleCommands.Soak(),
    FloorCommands.Follower(),
    FloorCommands.Leader(),
    FloorCommands.Client(),
};

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        await Console.Error.WriteLineAsync(error.Message);
    }

    await Console.Error.WriteLineAsync("See raftlog-benchmarks --help, and --help after a command.");
    return WrongUse;
}

using var interrupted = new CancellationTokenSource();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using PosixSignalRegistration termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
try
{
    // The library's own handler ends the process when a second signal comes; brokers would stay behind.
    var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    return await parsed.InvokeAsync(invocation, interrupted.Token);
}
catch (Exception e) when (e is LocalClusterException or RaftLogException or LoadClientException or BenchmarkException or IOException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return Failed;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Interrupted.");
    return Failed;
}

void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = true;
    interrupted.Cancel();
}
