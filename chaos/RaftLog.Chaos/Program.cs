using System.Runtime.InteropServices;
using RaftLog.Chaos;
using RaftLog.LocalCluster;

const int Violation = 1;
const int WrongUse = 2;
const int Interrupted = 130;

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    interrupted.Cancel();
};

// What a service manager or 'timeout' sends means the same as Ctrl-C.
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    interrupted.Cancel();
});

try
{
    return await CommandLine.Parse(args).RunAsync(interrupted.Token) ? 0 : Violation;
}
catch (CommandLineException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return WrongUse;
}
catch (ScenarioException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return WrongUse;
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Interrupted; everything is stopped.");
    return Interrupted;
}
catch (LocalClusterException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return WrongUse;
}
